"""The daily summary: all that is counted by local day and group, so that no question has to go through the tickets."""
