"""What became of deliveries (`kpi.model.Delivery`)."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a delivery has come to."""

    TAKEN = "taken"
    NOTHING = "nothing to tell"
    NOT_UNDERSTOOD = "not understood"
