"""Sources that come in by themselves: what to set up where, whether it works, and who hears when it does not."""
