"""What a team decides: its settings and targets, what its support costs, notes on its time line. With who and when."""
