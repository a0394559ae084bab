"""What can be asked of the bot: the verbs after `/kpi`, one file a verb."""
