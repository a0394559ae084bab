"""Each KPI against hand-computed cases and against an oracle."""
