"""How many connections a store may have."""

MOST_CONNECTIONS = 40
"""Of each kind: as many as there are threads that ask at once, and more."""
