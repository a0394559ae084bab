"""Many points in time that are written alike, as “2024-12-31 23:59:59”, read at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpi.ingest.columns.wall_clock import ChangeOfClocks

_FIRST_YEAR, _YEARS = 1970, 130
_DAYS_A_YEAR = 12 * 31  # With days that no calendar has, so that a day's place is easily computed.
_UNKNOWN, _CHANGE = -(1 << 62), -(1 << 61)

_WIDTH = len("2024-12-31 23:59:59")
_TENS = np.array([0, 2, 5, 8, 11, 14, 17])
_SEPARATORS, _SEPARATED_BY = np.array([4, 7, 13, 16]), np.frombuffer(b"--::", np.uint8)
_BETWEEN = 10  # Day and time.
_LIMITS = np.array([13, 32, 24, 60, 60], np.uint8)

_Digits = NDArray[np.uint8]


class IsoTimes:
    """`begins` gives the instant at which a day begins, `rest` the seconds that follow from what is after the seconds.

    Raises ValueError for texts that are not all alike, or empty, in this format.
    """

    def __init__(self, begins: Callable[[date], int | ChangeOfClocks], rest: Callable[[str], int]) -> None:
        self._begins = begins
        self._rest = rest
        self._instants = np.full(_YEARS * _DAYS_A_YEAR, _UNKNOWN, np.int64)
        self._changes: dict[int, ChangeOfClocks] = {}

    def __call__(self, texts: Sequence[str]) -> list[int | None]:
        """The instants, None for empty texts."""
        filled = texts if all(texts) else [text for text in texts if text]
        instants: list[int] = self._read(filled).tolist() if filled else []
        if len(filled) == len(texts):
            return list(instants)
        remaining = iter(instants)
        return [next(remaining) if text else None for text in texts]

    def _read(self, texts: Sequence[str]) -> NDArray[np.int64]:
        pairs = _pairs_of_digits(texts)
        if not ((pairs[:, 2:] < _LIMITS).all() and pairs[:, 2:4].all()):
            raise ValueError("a month, a day or a time that there is not")
        century, years, month, day, hour, minute, second = pairs.T.astype(np.int64)
        places = (century * 100 + years - _FIRST_YEAR) * _DAYS_A_YEAR + (month - 1) * 31 + day - 1
        if places.min() < 0 or places.max() >= len(self._instants):
            raise ValueError("a year before 1970 or after 2099")
        seconds = hour * 3600 + minute * 60 + second + self._rest(texts[0][_WIDTH:])
        begun = self._instants[places]
        if (begun == _UNKNOWN).any():
            self._learn(np.unique(places[begun == _UNKNOWN]))
            begun = self._instants[places]
        instants: NDArray[np.int64] = begun + seconds
        for row in np.flatnonzero(begun == _CHANGE):
            instants[row] = self._changes[int(places[row])] + int(seconds[row])
        return instants

    def _learn(self, places: NDArray[np.int64]) -> None:
        """When some days begin. Raises ValueError for a day that no calendar has."""
        for place in map(int, places):
            years, rest = divmod(place, _DAYS_A_YEAR)
            begins = self._begins(date(_FIRST_YEAR + years, rest // 31 + 1, rest % 31 + 1))
            if isinstance(begins, ChangeOfClocks):
                self._changes[place] = begins
            self._instants[place] = _CHANGE if isinstance(begins, ChangeOfClocks) else begins


def _pairs_of_digits(texts: Sequence[str]) -> _Digits:
    """Of each text: century, years, month, day, hour, minute, second."""
    width = len(texts[0])
    if width < _WIDTH or set(map(len, texts)) != {width}:
        raise ValueError("not all are equally long")
    table: NDArray[Any] = np.frombuffer("".join(texts).encode("ascii"), np.uint8).reshape(-1, width)
    alike = table[:, _WIDTH:] == table[0, _WIDTH:]
    separated = table[:, _SEPARATORS] == _SEPARATED_BY
    between = table[:, _BETWEEN]
    if not (alike.all() and separated.all() and between[0] in b" T" and (between == between[0]).all()):
        raise ValueError("not all are written alike")
    tens, ones = table[:, _TENS] - ord("0"), table[:, _TENS + 1] - ord("0")
    if max(tens.max(), ones.max()) > 9:
        raise ValueError("not all are digits")
    pairs: _Digits = tens * np.uint8(10) + ones
    return pairs
