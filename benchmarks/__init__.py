"""How fast storagelint is: `make benchmark`."""
