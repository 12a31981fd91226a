"""Documents and files beside a design -> what they promise and ask of it."""
