"""What there is to say, in plain sentences, the same for Slack, the terminal and scripts. No markup of any kind."""
