"""A file looked over as a whole: what its columns mean, how it will be read, and what has to be asked first."""
