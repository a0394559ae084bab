"""What the columns of a table mean, and how their values are written."""
