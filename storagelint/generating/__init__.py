"""model -> text: rows, sections, diagrams and documents that are written for people."""
