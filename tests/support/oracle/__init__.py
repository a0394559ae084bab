"""What the numbers come to, computed a second time and in another way: a plain loop over the rows of the database file.

It shares no code with the engine and asks the database for whole rows only, so that every rule is written here in
Python's logic, which has no third truth value to go wrong with.
"""

from tests.support.oracle.clock import Always, MinuteClock, Team, minute_clock
from tests.support.oracle.figures import interval, mean, quantile
from tests.support.oracle.tallies import Oracle, Tallied

__all__ = ["Always", "MinuteClock", "Oracle", "Tallied", "Team", "interval", "mean", "minute_clock", "quantile"]
