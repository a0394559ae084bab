"""What whoever runs the bot looks at: whether it is ready, and what it counts."""
