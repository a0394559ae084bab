"""What is kept of reviews: their focuses, what people decided in them, and what they told."""
