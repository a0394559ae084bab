"""Pages of docs/ that are made from what the bot goes by; `make docs` writes them."""
