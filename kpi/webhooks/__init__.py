"""What help desks send as it happens → the store: who may send, what it means, and what became of it."""
