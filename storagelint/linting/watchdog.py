"""A task that takes too long -> an exception inside it, so that one rule cannot hang a run."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from types import FrameType


class TimeExceeded(BaseException):
    """Raised inside a task at its limit; no `except Exception` of the task takes it for its own."""


class Watchdog:
    """Looks several times within `limit` seconds whether the same task is still under way.

    A task costs two assignments, so it can be as small as one rule on one document. In the main
    thread of a system with signals the alarm also reaches a regular expression; elsewhere a
    thread raises the exception between two steps of Python. A task that swallows the exception
    and goes on for three limits more ends the process with status 2.
    """

    TICKS = 4

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.task = 0
        """The number of the task under way; 0 while there is none."""
        self.paused_seconds = 0.0
        """How long tasks have waited for what was not theirs, so far."""
        self._seen = 0
        self._ticks = 0
        self._count = 0

    def begin(self) -> None:
        """A task starts: TimeExceeded is raised in it after `limit` to 1.25 `limit` seconds."""
        self._count += 1
        self.task = self._count

    def end(self) -> None:
        """The task is over."""
        self.task = 0

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Do in the body what is not of the task under way; its time starts anew afterwards."""
        task, start = self.task, perf_counter()
        self.end()
        try:
            yield
        finally:
            self.paused_seconds += perf_counter() - start
            if task:
                self.begin()

    @contextmanager
    def on_guard(self) -> Iterator[None]:
        """Watch the tasks that are run in the body."""
        in_main = threading.current_thread() is threading.main_thread()
        watch = self._by_signal() if in_main and hasattr(signal, "setitimer") else self._by_thread()
        with watch:
            yield

    @contextmanager
    def _by_signal(self) -> Iterator[None]:
        def alarm(_number: int, _frame: FrameType | None) -> None:
            if self._is_late():
                raise TimeExceeded

        before = signal.signal(signal.SIGALRM, alarm)
        signal.setitimer(signal.ITIMER_REAL, self.limit / self.TICKS, self.limit / self.TICKS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @contextmanager
    def _by_thread(self) -> Iterator[None]:
        import ctypes

        watched = threading.get_ident()
        done = threading.Event()

        def look() -> None:
            while not done.wait(self.limit / self.TICKS):
                if self._is_late():
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(watched), ctypes.py_object(TimeExceeded)
                    )

        thread = threading.Thread(target=look, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _is_late(self) -> bool:
        if not self.task or self.task != self._seen:
            self._seen, self._ticks = self.task, 0
            return False
        self._ticks += 1
        if self._ticks > 4 * self.TICKS:
            sys.stderr.write("storagelint: error: a rule does not end\n")
            sys.stderr.flush()
            os._exit(2)
        return self._ticks >= self.TICKS
