"""What the workspace sends to the bot: commands, interactions and events, as Slack sends them."""
