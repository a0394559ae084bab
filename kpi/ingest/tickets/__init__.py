"""Rows of cells, messages and states → tickets and events, and what was wrong on the way."""
