"""What people and machines talk to: Slack, the terminal and, for trying things out, a local Slack."""
