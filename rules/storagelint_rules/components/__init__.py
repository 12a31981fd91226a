"""SL8: the life of components under storage-conductor/."""
