"""What a command takes: seconds, and the most memory that it had at once."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

# A process's peak includes what it was before it became its program: so it is started by something small, not by us.
_LAUNCHER = """if True:
    import json, os, sys, time
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    began = time.perf_counter()
    started = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
    _, status, usage = os.wait4(started, 0)
    print(json.dumps([time.perf_counter() - began, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""
_PEAK_BYTES = 1 if sys.platform == "darwin" else 1024  # The unit of `ru_maxrss`.


@dataclass
class Runs:
    """Seconds and peak megabytes of each run that succeeded, and the last line of what one that failed said."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    failure: str = ""

    @property
    def median_seconds(self) -> float | None:
        """None if no run succeeded."""
        return statistics.median(self.seconds) if self.seconds else None

    @property
    def median_megabytes(self) -> float | None:
        """None if no run succeeded."""
        return statistics.median(self.megabytes) if self.megabytes else None

    def run(self, command: Sequence[str], folder: Path, **environment: str) -> None:
        """Run the command in the folder, with what is said added to the environment. Its output is not kept."""
        launched = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command],
            cwd=folder,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, peak, status = json.loads(launched.stdout)
        if status:
            self.failure = (launched.stderr.strip() or f"exit status {status}").splitlines()[-1]
        else:
            self.seconds.append(seconds)
            self.megabytes.append(peak * _PEAK_BYTES / 1e6)
