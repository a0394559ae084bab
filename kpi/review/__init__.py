"""The weekly review: what a week's numbers say, and what of it matters most. Every number in it is a readout's."""
