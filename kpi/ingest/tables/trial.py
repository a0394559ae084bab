"""Reads a workbook on trial, in a process of its own, which this module then is as a program.

Of formats that repeat cells or place them far off, a few bytes can make millions of cells. The library that reads them
then ends its process, not only the reading.
"""

import io
import resource
import subprocess
import sys

from python_calamine import CalamineWorkbook


def ends_its_reader(data: bytes, most_memory: int) -> bool:
    """Whether the process that reads this workbook with so many bytes of memory is ended by it.

    Trouble that whoever reads it can tell of themselves is none here.
    """
    program = [sys.executable, "-m", __name__, str(most_memory)]
    done = subprocess.run(program, input=data, capture_output=True, check=False)  # noqa: S603 — this module  # nosec
    return done.returncode < 0


def _read(data: bytes) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in workbook.sheet_names:
        workbook.get_sheet_by_name(name)


if __name__ == "__main__":
    most = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _read(sys.stdin.buffer.read())
