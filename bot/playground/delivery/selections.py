"""What people have chosen in the elements that keep a choice, until the message or view is gone.

https://docs.slack.dev/reference/interaction-payloads/block_actions-payload: `state.values` holds all of a message's
or view's elements that keep one, as they are now, for the person who acts.
"""

from bot.playground.delivery.elements import beginning
from bot.playground.workspace import Json

Place = tuple[str, ...]


class Selections:
    """By person, and by the place of the blocks: `(channel id, ts)` of a message, `(id,)` of a view."""

    def __init__(self) -> None:
        self._chosen: dict[tuple[str, Place], Json] = {}

    def values(self, person: str, place: Place, blocks: list[Json]) -> Json:
        """`state.values` of these blocks."""
        chosen = self._chosen.get((person, place), {})
        return {
            block_id: {action_id: chosen.get(block_id, {}).get(action_id, begun) for action_id, begun in begun.items()}
            for block_id, begun in beginning(blocks).items()
        }

    def choose(self, person: str, place: Place, block_id: str, action_id: str, entry: Json) -> None:
        self._chosen.setdefault((person, place), {}).setdefault(block_id, {})[action_id] = entry

    def forget(self, person: str, place: Place) -> None:
        self._chosen.pop((person, place), None)

    def clear(self) -> None:
        self._chosen.clear()
