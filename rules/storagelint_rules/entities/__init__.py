"""SL2: entities and fields."""
