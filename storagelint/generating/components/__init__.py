"""What is known of a storage component -> its files, and what these lack."""
