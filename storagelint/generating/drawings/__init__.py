"""Documents -> the text of a diagram or a schema of them."""
