"""Document -> what follows from its facts: coverage, links, shapes, names; the rules ask these."""
