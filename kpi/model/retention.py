"""From when on conversations are kept, where a team keeps them for some months only (`kpi.retention`)."""

import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from kpi.model.columns import instant


class Retention(SQLModel, table=True):
    """There is at most one, with the id 1.

    The figures of local days before `kept_from`, which began at the instant `since`, stay as they were counted:
    conversations are gone of which all that counts lies before it. All that were opened from `opened_before` on are
    still there. `basis` is what the last of these days were counted for (`kpi.summary.basis`); those before
    `otherwise_before` were counted for something else.

    `gone` counts what was ever deleted: conversations, and other rows that count by day. `done_on` is the local day on
    which all that was too old had last been deleted, `holder` who deletes now, and `held_at` when that was last heard
    of.
    """

    id: int = Field(default=1, primary_key=True)
    kept_from: datetime.date | None = None
    since: int | None = instant()
    opened_before: int | None = instant()
    basis: str = ""
    otherwise_before: datetime.date | None = None
    gone: int = Field(default=0, sa_type=BigInteger)
    done_on: datetime.date | None = None
    holder: str | None = None
    held_at: int = Field(default=0, sa_type=BigInteger)
