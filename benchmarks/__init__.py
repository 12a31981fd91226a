"""How fast storagelint is: `python -m benchmarks.reading`, `python -m benchmarks.start_up`."""
