"""Signals that end a command: what it had begun to write goes away first, as on Ctrl-C."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_AS_STARTED = (signal.SIG_DFL, signal.default_int_handler)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Inside, the first of these signals is raised as KeyboardInterrupt; one line on standard error and the status
    128 + its number follow. The second ends the program at once. What was started deaf to a signal stays so.
    """
    caught: list[int] = []

    def end(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        caught.append(number)
        raise KeyboardInterrupt

    for number in _ENDING:
        if signal.getsignal(number) in _AS_STARTED:
            signal.signal(number, end)
    try:
        yield
    except BaseException:  # engines make exceptions of their own out of an interrupt
        if not caught:
            raise
        print(f"ntlmscan: ended by {signal.Signals(caught[0]).name}", file=sys.stderr)
        sys.exit(128 + caught[0])
