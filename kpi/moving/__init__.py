"""A store as a whole: moved to another database, saved in a file, and brought back from one.

Rows are read and written as they are, not by the model: a table that is in the store is moved, whoever made it. What
differs between databases is in `sqlite.py` and `postgresql.py`.
"""
