"""SL26: what a store that is not relational must say of itself."""
