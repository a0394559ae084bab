"""Proves in a real workspace what could only be read about in Slack's documentation, and cleans up after itself."""
