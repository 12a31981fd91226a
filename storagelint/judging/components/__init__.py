"""Plan, specification, metadata and tracks -> how a storage component stands."""
