"""An entity and its fields -> what sort of thing each is, and what its names and words say."""
