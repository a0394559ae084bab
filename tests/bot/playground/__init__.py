"""Tests of the local Slack, with the real Bolt and the real Slack client."""
