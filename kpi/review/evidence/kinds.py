"""The words in which a playbook speaks: kinds of evidence, and figures. Both are closed lists."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Evidence(StrEnum):
    """What is so in the week, or for the KPI, that a step is for."""

    PERSON = "person"
    BOT = "bot"
    OUTSIDE_HOURS = "outside hours"
    INSIDE_HOURS = "inside hours"
    NO_HOURS = "no hours"
    PEAK = "peak"
    WAITING = "waiting"
    CHANNEL = "channel"
    INTENT = "intent"
    TEAM = "team"
    PRIORITY = "priority"
    LANGUAGE = "language"
    SOURCE = "source"
    NEW = "new"
    OLD = "old"
    ONE_CHANNEL = "one channel"
    LEVER = "lever"
    HANDED_OVER = "handed over"
    NO_BOT = "no bot"
    UNCONFIRMED = "unconfirmed"
    SLOW_REPLIES = "slow replies"
    REOPENED = "reopened"
    OLD_BACKLOG = "old backlog"
    LONG_TAIL = "long tail"
    GIVEN_UP = "given up"


MEANINGS: Mapping[Evidence, str] = MappingProxyType(
    {
        Evidence.PERSON: "first replies by a person are slow",
        Evidence.BOT: "first replies by the bot are slow",
        Evidence.OUTSIDE_HOURS: "what comes in outside opening hours holds it down, or is 30 % or more of all",
        Evidence.INSIDE_HOURS: "opening hours are set, and less than 30 % comes in outside them",
        Evidence.NO_HOURS: "no opening hours are set",
        Evidence.PEAK: "in some three hours of a weekday at most half as much is answered as in the whole week",
        Evidence.WAITING: "10 or more wait for a person",
        Evidence.CHANNEL: "a channel holds it down",
        Evidence.INTENT: "an intent holds it down",
        Evidence.TEAM: "a team holds it down",
        Evidence.PRIORITY: "a priority holds it down",
        Evidence.LANGUAGE: "a language holds it down",
        Evidence.SOURCE: "a source holds it down",
        Evidence.NEW: "the intent is new: it is above 1.5 times its usual number",
        Evidence.OLD: "the intent is about as frequent as it usually is",
        Evidence.ONE_CHANNEL: "60 % or more of the intent come by one channel",
        Evidence.LEVER: (
            "costs or first replies by people are weak, so is automation or self-service, and what people answer is old"
        ),
        Evidence.HANDED_OVER: "the bot hands over 20 % or more of what it answers",
        Evidence.NO_BOT: "the bot answered nobody",
        Evidence.UNCONFIRMED: "customers confirm fewer than 10 % of the bot's resolutions",
        Evidence.SLOW_REPLIES: "first replies by a person miss their target too",
        Evidence.REOPENED: "10 % or more are opened again",
        Evidence.OLD_BACKLOG: "10 or more have been open for over 7 days",
        Evidence.LONG_TAIL: (
            "3 or more were closed that had been open for over 60 days, and the mean is over twice the median"
        ),
        Evidence.GIVEN_UP: "20 % or more of the self-service inquiries are given up",
    }
)
"""In words, of what each is said; all "it" is the KPI."""

ALWAYS = frozenset({"value", "target", "counted"})
"""Figures that are known whenever something is weak."""

FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "value": "what is judged, in the place that holds it down: “72 %”",
        "target": "what it is measured by: “80 %”",
        "counted": "what it rests on: “100 ratings”",
        "missed": "how many of these fell short: not satisfied, not resolved, later than the target",
        "place": "what holds it down: “refund” with “email”",
        "without": "what all others come to: “83 %”",
        "share": "how much of all it is: “25 %”",
        "intent": "the intent that it is about",
        "channel": "the channel that holds it down, or by which most of the intent comes",
        "team": "the team that holds it down",
        "priority": "the priority that holds it down",
        "language": "the language that holds it down",
        "source": "the source that holds it down",
        "count": "how many of the intent were opened in the week",
        "total": "how many with an intent were opened in the week",
        "usual": "how many of the intent there usually are: “14 a week”",
        "since": "since when the intent is above that: “Tuesday 21 July”",
        "in_channel": "how many of the intent came by the channel",
        "reached_person": "how many of the intent a person first answered in the week",
        "top_intent": "the intent on which people spend most",
        "top_count": "how many of it people resolved or were handed",
        "top_intents": "the three on which they spend most, with how many: “refund” (34), “delivery” (24) …",
        "had_days": "how many conversations had their 7 days",
        "by_bot": "how many of these the bot resolved",
        "by_person": "how many of these people resolved",
        "left_open": "how many of these were left unresolved",
        "confirmed": "how many of the bot's resolutions the customer confirmed",
        "handed_over": "how many the bot handed over to people",
        "bot_answered": "how many the bot first answered",
        "arrivals": "how many conversations came in",
        "closed_arrivals": "how many of these came in outside opening hours",
        "busy_hours": "when replies keep up least: “Monday 9:00–12:00”",
        "busy_arrivals": "how many came in then",
        "busy_replies": "how many people answered then or within the hour after: “9 first replies”",
        "waiting": "how many wait for a person",
        "oldest": "how long the one has waited that waits longest",
        "old_open": "how many have been open for over 7 days",
        "closed_old": "how many were closed that had been open for over 60 days",
        "mean": "the mean of the durations: “9 h 20 min”",
        "slowest": "what one of ten takes longer than",
        "reopened": "how many were opened again",
        "resolved": "how many were resolved",
        "repeated": "how many came back within 72 hours of a resolution",
        "first_reply": "the median first reply by a person",
        "spent": "what support cost",
        "each_by_person": "what a resolution by a person costs",
        "each_by_bot": "what a resolution by automation costs",
        "inquiries": "how many self-service inquiries there were",
        "gave_up": "how many of these were given up",
        "contacted": "how many of these ended with a person",
        "promoters": "how many gave 9 or 10",
        "detractors": "how many gave 0 to 6",
    }
)
"""What a step's text can name in {braces}, and what that is. One that is not known in a week keeps the step from being
chosen."""
