"""Rules on diagrams beside the definitions that they show (SL33x)."""
