"""Whole ways through the bot: a person types in the local Slack, the real Bolt app answers, the person reads."""
