"""SL6: the mapping to interface contracts."""
