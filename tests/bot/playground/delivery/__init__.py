"""Tests of what the local Slack sends to the bot."""
