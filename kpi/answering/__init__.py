"""A question → what there is to say about it."""
