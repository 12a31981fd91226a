"""SL3: relationships and diagrams."""
