"""Names, words and cells -> text from which nothing breaks out."""
