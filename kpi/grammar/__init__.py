"""What people type, understood: words, slips, values, and what is said where nothing fits."""
