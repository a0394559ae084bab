"""The local Slack's page, in a real browser."""
