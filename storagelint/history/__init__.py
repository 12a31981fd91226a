"""git -> a project as it was, and the findings that a change of it brings."""
