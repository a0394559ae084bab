"""`kpibot doctor`, with the real local Slack and real databases."""
