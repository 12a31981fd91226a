"""What a design says -> entities, keys, indexes, queries and stores that it may mean."""
