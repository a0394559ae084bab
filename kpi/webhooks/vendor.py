"""What is known of a help desk's webhooks: how they are signed, what they tell, and how they are set up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kpi.webhooks.request import Connection, Request
from kpi.webhooks.told import Told

Signature = Callable[[str, Request], bool]
"""Whether a request was signed with this secret, and just now if the help desk says when. Never raises."""


@dataclass(frozen=True)
class Delivered:
    """One message of a request: its id, by which it is known when it comes again, and what the help desk calls what
    happened. `told` is what it tells; None if it is not understood, and `why` then says it in a sentence.
    """

    id: str
    event: str
    told: Told | None
    why: str = ""


@dataclass(frozen=True)
class Sample:
    """A request that the help desk might send, for trying: it tells nothing of any ticket."""

    headers: Mapping[str, str]
    body: bytes


def _nothing(_request: Request) -> str:
    return ""


@dataclass(frozen=True, eq=False)
class Vendor:
    """One help desk's webhooks.

    `read` takes a signed request apart; NotUnderstoodError if it cannot tell even its messages apart. Of the same bytes
    it makes the same, but for what `Request.at` is needed for. `fields` are the ticket fields that they may tell.
    `kept_headers` names the headers, in lower case, that belong to what it says: kept with it. `secret_is_theirs`: the
    help desk makes the secret, and one takes it from there. `steps` are what to do there, in sentences: {address} and
    {secret} are put in. `body` is what to paste into the help desk's rule, where it sends what one writes: JSON with
    its own placeholders. `hears_why`: whoever sends reads the answer, so it says what is not understood; a help desk
    would only send it again, or no more. `sample` makes a signed request of a secret and an instant. `wanted` is what a
    signed request asks to be answered with, "" if nothing.
    """

    key: str
    title: str
    signed: Signature
    read: Callable[[Request, Connection], Sequence[Delivered]]
    sample: Callable[[str, int], Sample]
    fields: frozenset[str]
    steps: Sequence[str]
    body: str = ""
    wanted: Callable[[Request], str] = _nothing
    kept_headers: Sequence[str] = ()
    secret_is_theirs: bool = False
    hears_why: bool = False
    notes: Sequence[str] = ()
    options: Mapping[str, str] = field(default_factory=dict)
