"""Hypothesis strategies for bodies that somebody signs by mistake: any bytes, any JSON, and a good body gone wrong."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

_ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 10**400, 10**15, float("nan"), float("inf"), "", " ", "\x00", "\ud800", "x" * 300,
    "2026-07-20T09:00:00Z", "99999-01-01T00:00:00Z", "1784538000", "1e999", "４２", [], {}, [None], [[]], {"id": None},
    {"": {}},
]  # fmt: skip
_VALUES = st.sampled_from(_ODD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def bodies(*good: Any) -> st.SearchStrategy[bytes]:
    """Anything that is no body at all, or one of the good ones with some parts dropped or replaced."""
    deep = b"[" * 100_000
    wrong = [_gone_wrong(each) for each in good]
    anything = st.binary(max_size=40) | _VALUES.map(_as_bytes) | st.sampled_from([deep, b"", b"{}", b"null", b"\xff"])
    return st.one_of(anything, *wrong, *wrong, *wrong)


@st.composite
def _gone_wrong(draw: st.DrawFn, good: Any) -> bytes:
    body = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(body))
        if not places:
            break
        parent, key = draw(st.sampled_from(places))
        if draw(st.booleans()):
            parent[key] = copy.deepcopy(draw(_VALUES))  # what is drawn is shared, and may be changed next
        else:
            del parent[key]
    return _as_bytes(body)


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Where each part stands: in what, and under which name or number."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [place for key in keys for place in ((value, key), *_places(value[key]))]


def _as_bytes(value: Any) -> bytes:
    return json.dumps(value).encode()
