"""From an export's bytes to tickets in the store."""
