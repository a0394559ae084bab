import os
import signal
from collections.abc import Generator

import hypothesis
import pytest

pytest_plugins = [
    "tests.support.collecting",
    "tests.support.browser",
    "tests.support.real_data",
    "tests.support.postgres",
    "tests.support.databases",  # after postgres, which it imports, as the next does with this
    "tests.support.asking",
]

# How long an example takes says more of the machine than of the code. KPIBOT_EXAMPLES=300 looks more thoroughly.
EXAMPLES = int(os.environ.get("KPIBOT_EXAMPLES", "8"))
hypothesis.settings.register_profile("kpibot", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.load_profile("kpibot")


# A shell starts what is to run in the background deaf to Ctrl-C, and so would be all programs that the tests interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With KPIBOT_NO_SKIPS a skipped test is a failed one: the gate's machine has to have everything."""
    report = yield
    if report.skipped and os.environ.get("KPIBOT_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"skipped, where nothing may be: {report.longrepr}"
    return report
