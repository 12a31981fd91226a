"""SL45x, SL46x: queries."""
