"""What imports tell → the store, the same whatever the order in which they come."""
