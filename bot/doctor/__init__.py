"""Looks over everything that the bot needs, one subject a file, and says in plain words what to mend."""
