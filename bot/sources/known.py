"""What people type of sources, as values: UserError for what cannot be meant."""

from collections.abc import Sequence

from kpi.errors import UserError
from kpi.grammar import slips
from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import VENDORS

OFF = "off"


def titles() -> Sequence[tuple[str, str]]:
    """The help desks that can send, each with its key, as a menu lists them."""
    return [(each.title, each.key) for each in sorted(VENDORS, key=lambda each: each.title.casefold())]


def help_desk(typed: str) -> Vendor:
    """The one that is called so."""
    wanted = _plain(typed)
    names = {name: each for each in VENDORS for name in (_plain(each.key), _plain(each.title))}
    if wanted in names:
        return names[wanted]
    near = [names[each.phrase].key for each in slips.near(wanted, list(names))] if wanted else []
    every = ", ".join(key for _, key in titles())
    if not wanted:
        raise UserError("Which help desk is to be connected?", f"One of: {every}.")
    meant = f" Did you mean {near[0]}?" if near else ""
    raise UserError(f"“{typed[:60]}” cannot be connected.{meant}", f"These can: {every}. Any other sends as generic.")


def options_with(vendor: Vendor, name: str, value: str, before: dict[str, str]) -> dict[str, str]:
    """The options that hold when this one is set, or is off."""
    if name not in vendor.options:
        has = "; ".join(f"{each}: {does}" for each, does in vendor.options.items()) or "none"
        raise UserError(f"{vendor.title} has no option “{name[:60]}”.", f"It has {has}")
    rest = {each: known for each, known in before.items() if each != name}
    if value.casefold() == OFF:
        return rest
    if name == "intents" and value != "tags":
        raise UserError(f"Intents can be read from tags, not from “{value[:60]}”.", "Say: intents tags, or intents off")
    return {**rest, name: value}


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())
