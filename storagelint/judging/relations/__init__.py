"""Foreign keys, relationships and diagrams -> how entities hang together."""
