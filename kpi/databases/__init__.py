"""The kinds of database that a store can be in. What differs between them is here and nowhere else."""
