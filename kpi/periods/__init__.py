"""Periods as people write them: "last week", "q2", "june vs may"."""
