"""What was imported: a journal, what each import changed, what was wrong with its rows, and taking it back."""
