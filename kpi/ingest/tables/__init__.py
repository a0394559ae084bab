"""A file → a table of text cells, whatever the container, the encoding and the format."""
