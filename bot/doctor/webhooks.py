"""What help desks send by themselves: whether it can arrive."""

from collections.abc import Sequence

from bot.doctor import listening
from bot.doctor.finding import Finding, fine, wrong
from bot.settings import Settings
from kpi import words
from kpi.store import Store
from kpi.webhooks import connecting

NAME = "webhooks"
MOST_SOURCES = 5
_MEND = "Mend HTTP_HOST and HTTP_PORT."
_SET_PORT = "Set HTTP_PORT to a free one, and let your proxy or load balancer lead there."


def check(settings: Settings, store: Store | None) -> Finding:
    """Where no source is connected, nothing of it has to be mended. Without a store there is none."""
    sources: Sequence[str] = ()
    if store is not None:
        with store.reading() as connection:
            sources = [each.source for each in connecting.all_(connection)]
    place = listening.look(settings)
    return _connected(settings, place, sources) if sources else _unconnected(place)


def _unconnected(place: listening.Listening) -> Finding:
    if place.ours is False:
        return fine(NAME, f"No help desk sends by itself. Another program listens at {place.address}.", _SET_PORT)
    if place.trouble:
        return fine(
            NAME, f"No help desk sends by itself. Nobody can listen at {place.address}: {place.trouble}.", _MEND
        )
    return fine(NAME, "No help desk sends by itself.", "To connect one: kpibot sources add zendesk")


def _connected(settings: Settings, place: listening.Listening, sources: Sequence[str]) -> Finding:
    named = words.listed(sources, MOST_SOURCES)
    who = f"{named} send by themselves" if len(sources) > 1 else f"{named} sends by itself"
    if place.trouble:
        return wrong(NAME, f"{who}, but nobody can listen at {place.address}: {place.trouble}.", _MEND)
    if place.ours is False:
        return wrong(NAME, f"{who}, but another program listens at {place.address}.", _SET_PORT)
    if place.ours is None:
        return wrong(NAME, f"{who}, but nobody listens at {place.address}.", "Start the bot with: kpibot serve")
    if not settings.public_url:
        hint = "Set PUBLIC_URL to the address that help desks know, so that it can be shown and checked."
        return fine(NAME, f"{who}; kpibot listens at {place.address}.", hint)
    if not settings.public_url.startswith("https://"):
        sentence = f"{who}, to {settings.public_url}, where anybody on the way can read it."
        return wrong(NAME, sentence, "Let your proxy or load balancer offer https://, and set PUBLIC_URL to that.")
    arrives = "Whether what is sent there arrives, kpibot sources test shows."
    return fine(NAME, f"{who}, to {settings.public_url}; kpibot listens at {place.address}.", arrives)
