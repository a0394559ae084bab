"""Modals and home tabs: each person's stack of open modals, and the home tab that the app published for them.

https://docs.slack.dev/surfaces/modals and https://docs.slack.dev/surfaces/app-home
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

Json = dict[str, Any]

# https://docs.slack.dev/surfaces/modals#updating_views: the first view and up to two above it
MOST_STACKED = 3


class StackIsFullError(Exception):
    """Three modals lie on each other already."""


@dataclass(frozen=True)
class View:
    """What the bot sent (`content`: type, title, blocks, private_metadata, callback_id …) for one person.

    `hash` changes with every update, so that a late update can be told from a fresh one.
    """

    id: str
    person: str
    content: Json
    hash: str
    root_id: str
    previous_id: str | None = None

    @property
    def is_home(self) -> bool:
        return self.content.get("type") == "home"

    @property
    def external_id(self) -> str:
        return str(self.content.get("external_id") or "")


class Views:
    """`next_ts` gives growing timestamps; `tell` hears of each view that appears, changes or closes."""

    def __init__(self, next_ts: Callable[[], str], tell: Callable[[View], None]) -> None:
        self._next_ts = next_ts
        self._tell = tell
        self._stacks: dict[str, tuple[View, ...]] = {}
        self._homes: dict[str, View] = {}

    def stack_of(self, person: str) -> tuple[View, ...]:
        """The open modals, the one on top last."""
        return self._stacks.get(person, ())

    def home_of(self, person: str) -> View | None:
        return self._homes.get(person)

    def find(self, view_id: str) -> View | None:
        """An open modal or a home tab."""
        return next((view for view in self._all() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        return next((view for view in self._all() if external_id and view.external_id == external_id), None)

    def open(self, person: str, content: Json) -> View:
        """A new modal instead of whatever was open."""
        view = self._new(person, content)
        self._stacks[person] = (view,)
        self._tell(view)
        return view

    def push(self, person: str, content: Json) -> View:
        """A modal above the one that is open; raise `StackIsFullError`."""
        stack = self.stack_of(person)
        if len(stack) >= MOST_STACKED:
            raise StackIsFullError
        view = self._new(person, content)
        if stack:
            view = replace(view, root_id=stack[0].id, previous_id=stack[-1].id)
        self._stacks[person] = (*stack, view)
        self._tell(view)
        return view

    def update(self, view: View, content: Json) -> View:
        """The same view with other content; its type stays."""
        changed = replace(view, content=content, hash=self._new_hash())
        if view.is_home:
            self._homes[view.person] = changed
        else:
            stack = self.stack_of(view.person)
            self._stacks[view.person] = tuple(changed if each.id == view.id else each for each in stack)
        self._tell(changed)
        return changed

    def publish(self, person: str, content: Json) -> View:
        """The person's home tab, from now on this; its id stays."""
        if home := self.home_of(person):
            return self.update(home, content)
        home = self._homes[person] = self._new(person, content)
        self._tell(home)
        return home

    def close(self, view: View) -> None:
        """Take a modal away, and those above it."""
        stack = self.stack_of(view.person)
        ids = [each.id for each in stack]
        if view.id in ids:
            self._stacks[view.person] = stack[: ids.index(view.id)]
            self._tell(view)

    def close_all(self, person: str) -> None:
        if stack := self._stacks.pop(person, ()):
            self._tell(stack[0])

    def clear(self) -> None:
        self._stacks.clear()
        self._homes.clear()

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())

    def _new(self, person: str, content: Json) -> View:
        view_id = "V0" + secrets.token_hex(5).upper()[:9]
        return View(view_id, person, content, self._new_hash(), root_id=view_id)

    def _new_hash(self) -> str:
        return f"{self._next_ts()[:17]}.{secrets.token_urlsafe(6)}"
