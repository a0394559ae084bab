"""How the bot hears that it is to stop."""

import subprocess
import sys

import pytest

WAITS = """
import signal, threading, time
from bot.stopping import wait_to_be_stopped

def asks():
    time.sleep(1)
    signal.pthread_kill({thread}, signal.{which})
    time.sleep(60)

threading.Thread(target=asks, daemon=True).start()
wait_to_be_stopped()
"""


@pytest.mark.parametrize("which", ["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("thread", ["threading.get_ident()", "threading.main_thread().ident"])
def test_it_hears_a_signal_whichever_thread_the_system_hands_it_to(which: str, thread: str) -> None:
    done = subprocess.run([sys.executable, "-c", WAITS.format(thread=thread, which=which)], timeout=30, check=False)
    assert done.returncode == 0
