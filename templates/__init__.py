"""Every message of the bot, one Jinja2 template each."""
