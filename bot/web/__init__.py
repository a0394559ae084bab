"""What machines reach over HTTP: Slack's events, and the question whether kpibot runs."""
