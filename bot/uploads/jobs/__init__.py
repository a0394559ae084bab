"""What is done with a file in a process of its own, so that nobody who asks the bot something waits for it."""
