"""A diagram -> what it draws: erDiagram, classDiagram, lines between names."""
