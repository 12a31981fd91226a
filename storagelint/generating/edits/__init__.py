"""A document and what is wrong with it -> the edits that mend it in its own manner."""
