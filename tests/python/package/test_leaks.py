"""Memory that nothing points to any more, as LeakSanitizer finds it: none of it was asked for by the module."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from .test_references import ROUNDS, SETTING

pytestmark = pytest.mark.skipif(
    not hasattr(ctypes.CDLL(None), "__lsan_do_recoverable_leak_check") if os.name == "posix" else True,
    reason="no LeakSanitizer in this process: .ci/python-sanitized runs it",
)

CHECK = """
    import ctypes
    library = ctypes.CDLL(None)
    library.malloc.restype = ctypes.c_void_p

    def lost():
        gc.collect()
        return library.__lsan_do_recoverable_leak_check() != 0

    for _ in range(3):
        for call in calls: call()
    lost()
    print("control", file=sys.stderr, flush=True)
    for _ in range(20): library.malloc(12345)
    print(lost())
"""


def test_the_module_loses_no_memory(log: Path, large_log: Path) -> None:
    """Behind all rounds, and before the interpreter ends. The control is lost on purpose: the check must see it."""
    parts = [textwrap.dedent(SETTING), "calls = []"]
    for once in ROUNDS.values():
        parts += ["def call():", textwrap.indent(textwrap.dedent(once), "    "), "calls.append(call)"]
    program = "\n".join([*parts, textwrap.dedent(CHECK)])
    # Exact stacks, for the interpreter keeps no frame pointers; their modules are enough, for a symbolizer may hang.
    options = "detect_leaks=1:leak_check_at_exit=0:fast_unwind_on_malloc=0:malloc_context_size=60:symbolize=0"
    done = subprocess.run(
        [sys.executable, "-c", program, str(log), str(large_log)],
        capture_output=True, text=True, timeout=1200, check=False, env=os.environ | {"ASAN_OPTIONS": options},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr[-4000:]
    found, control = done.stderr.split("control\n")
    assert "246900 byte(s) in 20 object(s)" in control
    ours = [one for one in found.split("\n\n") if "leak of" in one and "ntlmscan/_core" in one]
    assert ours == []
