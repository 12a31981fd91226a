"""Queries and indexes -> what serves what: by leading prefix, by method, by name."""
