"""The page itself -> its outline, links, code, scaffolds and secrets."""
