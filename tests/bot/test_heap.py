"""What is freed goes back to the system, and threads do not each keep some of it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FREED = """if True:
    import threading
    from pathlib import Path
    from bot import heap
    def resident():
        line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith("VmRSS"))
        return int(line.split()[1]) // 1024
"""
TRIMMED = """
    some = [bytes(1_000) for _ in range(100_000)]
    kept = some[::100]
    del some
    before = resident()
    heap.give_back()
    print(before - resident())
"""
SHARED = """
    {first}
    begun, together = resident(), threading.Barrier(16)
    def work():
        some = [bytes(1_000) for _ in range(4_000)]
        together.wait()
        kept.extend(some[::100])
    kept = []
    for _ in range(4):
        threads = [threading.Thread(target=work) for _ in range(16)]
        for each in threads: each.start()
        for each in threads: each.join()
    heaps = sum("rw-p" in line and int(line.split("-")[0], 16) % (64 << 20) == 0
        for line in Path("/proc/self/maps").read_text().splitlines())
    print(heaps)
"""


def of_program(text: str) -> int:
    run = subprocess.run([sys.executable, "-c", FREED + text], cwd=ROOT, capture_output=True, text=True, check=True)
    return int(run.stdout)


def test_what_lies_free_between_what_is_used_is_given_back() -> None:
    assert of_program(TRIMMED) > 50


def test_threads_share_a_few_heaps() -> None:
    assert of_program(SHARED.format(first="heap.keep_together()")) < of_program(SHARED.format(first="pass"))
