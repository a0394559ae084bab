"""What a column of statuses says: where each ticket stands, or why it does not count."""

from collections.abc import Sequence

from kpi.ingest.columns.values import Standing, standing
from kpi.ingest.vendors.vendor import Vendor

_KEPT = 4_096


class StandingReader:
    """Reads the batches of one table. Of the statuses that are not known, each is complained about once."""

    def __init__(self, vendor: Vendor | None) -> None:
        self._words = dict(vendor.values.get("status", {})) if vendor else {}
        self._known: dict[str, Standing | None] = {}
        self._complained: set[str] = set()

    def column(self, texts: Sequence[str]) -> tuple[list[str | None], list[str | None], list[int]]:
        """The statuses, the reasons not to count, and the places of what is not known and has not been said yet."""
        if len(self._known) > _KEPT:
            self._known.clear()
        for text in set(texts) - self._known.keys():
            self._known[text] = standing(self._words.get(text.strip(), text))
        found = [self._known[text] for text in texts]
        unknown = [place for place, each in enumerate(found) if each is None and self._is_news(texts[place])]
        return (
            [None if each is None else each.status for each in found],
            [None if each is None else each.excluded for each in found],
            unknown,
        )

    def _is_news(self, text: str) -> bool:
        word = text.strip().casefold()
        if word in self._complained or len(self._complained) >= _KEPT:
            return False
        self._complained.add(word)
        return True
