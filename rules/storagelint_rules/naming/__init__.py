"""SL9: names."""
