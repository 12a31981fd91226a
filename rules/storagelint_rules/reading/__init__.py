"""SL0: what could not be read or checked."""
