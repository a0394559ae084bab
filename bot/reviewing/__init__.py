"""Posts the reviews that are due, each once, and tells their owners what is in the way."""
