"""Reads on in a second process, while the first one writes what was read."""

import os
import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum, auto
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from kpi.errors import KpibotError

_Item = TypeVar("_Item")


class _Kind(Enum):
    ITEM = auto()
    END = auto()
    MENDABLE = auto()
    BUG = auto()


def ahead(items: Callable[[], Iterator[_Item]]) -> Iterator[_Item]:
    """The items of an iterator that runs in a process of its own, one or two items ahead.

    They have to be picklable. What it raises is raised here. Where no process can be forked off safely, or none would
    run at the same time, the iterator runs here.
    """
    if not _can_fork():
        yield from items()
        return
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(items, receiver, sender), daemon=True)
    process.start()
    sender.close()  # So that the end of the process is the end of the pipe.
    try:
        yield from _received(receiver)
    finally:
        receiver.close()
        process.terminate()
        process.join()


def _can_fork() -> bool:
    """A fork has one thread: a lock that another one holds would stay locked in it for ever."""
    alone = threading.active_count() == 1
    return alone and "fork" in get_all_start_methods() and (os.cpu_count() or 1) > 1


def _received(receiver: Connection) -> Iterator[Any]:
    while True:
        try:
            kind, content = receiver.recv()
        except EOFError:
            raise RuntimeError("the process that reads the file was killed") from None
        match kind:
            case _Kind.ITEM:
                yield content
            case _Kind.END:
                return
            case _Kind.MENDABLE:
                error, sentence, hint = content
                raise error(sentence, hint)
            case _:
                raise RuntimeError(content)


def _send(items: Callable[[], Iterator[_Item]], receiver: Connection, sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the first process, which then ends this one.
    receiver.close()
    with suppress(BrokenPipeError):  # Nobody waits for the rest.
        try:
            for item in items():
                sender.send((_Kind.ITEM, item))
            sender.send((_Kind.END, None))
        except KpibotError as error:
            sender.send((_Kind.MENDABLE, (type(error), error.sentence, error.hint)))
        except BrokenPipeError:
            raise
        except Exception:  # noqa: BLE001
            # The outer edge of this process: it is raised again in the other one.
            sender.send((_Kind.BUG, traceback.format_exc()))
