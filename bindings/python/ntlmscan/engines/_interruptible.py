"""Long calls of an engine in a thread of their own: a signal ends the call, not only what follows it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread, current_thread, main_thread
from typing import TypeVar

_TURN = 0.1  # seconds; where a wait cannot be interrupted, signals have their turn this often

Value = TypeVar("Value")


def interruptible(call: Callable[[], Value], interrupt: Callable[[], object]) -> Value:
    """The value of `call`. What a signal handler raises meanwhile is raised behind the end of the call, which
    `interrupt` brings about. Handlers run in the main thread alone, so that in any other the call is made as it is.
    """
    if current_thread() is not main_thread():
        return call()
    values: list[Value] = []
    failures: list[BaseException] = []
    ended = Event()

    def work() -> None:
        try:
            values.append(call())
        except BaseException as why:
            failures.append(why)
        finally:
            ended.set()

    Thread(target=work, daemon=True).start()
    try:
        while not ended.wait(_TURN):
            pass
    except BaseException:
        interrupt()
        while not ended.wait(_TURN):
            interrupt()  # the first may have come before there was anything to end
        raise
    if failures:
        raise failures.pop()
    return values[0]
