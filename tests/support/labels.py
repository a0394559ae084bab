"""Labels that questions can be narrowed to, without a store."""

from collections.abc import Mapping

from kpi.dimensions import ASSIGNEE, CHANNEL, INTENT, LANGUAGE, PRIORITY, SOURCE, TEAM, Dimension


class SomeLabels:
    """`kpi.labels.Labels` of these values: how each is spelt, by how it is stored."""

    def __init__(self, known: Mapping[Dimension, Mapping[str, str]]) -> None:
        self._known = known

    def values(self, dimension: Dimension) -> Mapping[str, str]:
        return self._known.get(dimension, {})


TEAM_LABELS = SomeLabels(
    {
        CHANNEL: {"email": "email", "chat": "chat", "web form": "web form"},
        INTENT: {"billing": "billing", "refund": "refund", "where is my order?": "Where is my order?"},
        TEAM: {"tier 2": "Tier 2", "billing": "Billing", "r&d: apps": "R&D: apps", "tier": "Tier"},
        PRIORITY: {"high": "high", "low": "low"},
        LANGUAGE: {"de": "de", "it": "it"},
        SOURCE: {"Zendesk": "Zendesk", "shop": "shop"},
        ASSIGNEE: {"ada lovelace": "Ada Lovelace", "ada byron": "Ada Byron", "bo van der berg": "Bo van der Berg"},
    }
)
