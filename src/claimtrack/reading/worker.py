"""The process that reads pages: takes one at a time from standard input, answers on standard output.

It ends when its parent does, however that ended: a thread waits for the next page at all times, and sees the input close.
"""

from __future__ import annotations

import gc
import math
import os
import signal
import sys
import threading
from queue import SimpleQueue
from typing import BinaryIO, NamedTuple

from claimtrack.models import Claim, Document, Problem, Snapshot
from claimtrack.reading.channel import ChannelError, receive, receive_with_body, send
from claimtrack.reading.limits import ReadingLimits, address_space, allow_cpu, confine
from claimtrack.reading.problems import memory_limit, parse_error
from claimtrack.reading.result import PageResult
from claimtrack.reading.stages import ReadingStages

_SWEPT_AFTER = 1 << 20
"""Bytes of pages after which cycles are collected: for each small page that would take longer than reading it."""


class Task(NamedTuple):
    """A page to read."""

    body: bytes
    snapshot: Snapshot
    claims: tuple[Claim, ...] | None
    """To hold against it; None asks for the words alone."""


def main() -> None:
    """Serve until the input ends. The first message is the limits, the first answer what of them cannot be held."""
    if sys.platform != "win32":
        # Where standard output is gone the parent is: no traceback, no core.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    source, sink = _private_streams()
    limits = receive(source)
    if not isinstance(limits, ReadingLimits):
        raise TypeError("the first message is no limits")
    stages = ReadingStages()
    tasks: SimpleQueue[Task | None] = SimpleQueue()
    threading.Thread(target=_take_tasks, args=(source, tasks), daemon=True).start()
    # Trees of pages are cycles: they are collected between pages, while nobody waits.
    gc.collect()
    gc.freeze()
    gc.disable()
    missing = confine(limits)
    room = (address_space() or 0) + limits.memory_bytes // 2
    send(sink, missing)
    unswept = 0
    while True:
        task = tasks.get()
        if task is None:  # asked whether it is there
            send(sink, None)
            continue
        allow_cpu(limits.cpu_s + math.ceil(len(task.claims or ()) * limits.claim_s))
        result = _read(stages, task, limits)
        # What a large page leaves behind must not count against the next.
        last = result == memory_limit(limits) or (address_space() or 0) > room
        send(sink, (result, last))
        if last:
            return
        unswept += len(task.body)
        del task, result
        if unswept > _SWEPT_AFTER:
            gc.collect()
            unswept = 0


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, out of reach of any library that prints."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)
    return source, sink


def _take_tasks(source: BinaryIO, tasks: SimpleQueue[Task | None]) -> None:
    while True:
        try:
            message, body = receive_with_body(source)
        except ChannelError:
            os._exit(0)
        match message:
            case None:
                tasks.put(None)
            case (Snapshot() as snapshot, tuple() | None as claims):
                tasks.put(Task(body, snapshot, claims))
            case _:
                os._exit(2)


def _read(stages: ReadingStages, task: Task, limits: ReadingLimits) -> Document | PageResult | Problem:
    try:
        if task.claims is None:
            return stages.extract(task.body, task.snapshot)
        return stages.read(task.body, task.snapshot, task.claims)
    except MemoryError:
        return memory_limit(limits)
    except Exception as error:  # noqa: BLE001 - whatever a page makes a parser do costs that page only
        return parse_error(error)
