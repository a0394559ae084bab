"""When a team works: its week, its holidays, and the clock that runs only then."""
