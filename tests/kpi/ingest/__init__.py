"""From a file to the store."""
