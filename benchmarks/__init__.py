"""How fast kpibot is, side by side with what one would use instead. Run by `make bench`, never by the tests."""
