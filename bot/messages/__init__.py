"""What the bot says: templates in, Slack messages out."""
