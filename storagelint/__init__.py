"""A linter for storage design documents in Markdown."""

__version__ = "0.1.0"
