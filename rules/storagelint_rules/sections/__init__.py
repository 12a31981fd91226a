"""SL1: the document, its sections and its code blocks."""
