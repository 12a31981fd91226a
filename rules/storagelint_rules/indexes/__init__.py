"""SL40x, SL41x: indexes."""
