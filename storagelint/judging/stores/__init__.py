"""Stores and how they are run -> products, parts, migrations, recovery, volumes."""
