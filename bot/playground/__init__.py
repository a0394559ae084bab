"""A Slack workspace on this machine: the bot's real Slack client talks to it over HTTP and WebSocket."""
