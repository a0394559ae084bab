"""When reviews are posted, and which were: each channel's schedule, what is due, and what became of it."""
