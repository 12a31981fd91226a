"""SL7: passwords, personal data, credentials."""
