"""What cannot wait for the review: a day that is far outside of its usual range."""
