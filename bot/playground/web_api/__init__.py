"""Slack's Web API for the methods that a bot like this calls: https://docs.slack.dev/apis/web-api"""

from bot.playground.web_api.serving import WebApi

__all__ = ["WebApi"]
