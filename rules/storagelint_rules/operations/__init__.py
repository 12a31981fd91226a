"""SL5: migration, volume, performance, backup, transactions."""
