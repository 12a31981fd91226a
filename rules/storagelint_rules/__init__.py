"""The rules of storagelint; each is a module and, beside it, the page of the same stem."""
