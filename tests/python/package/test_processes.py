"""Ctrl-C and fork: a scan ends at once, and a child is told what it cannot have."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and fork of POSIX")


def run(program: str, *arguments: object, interrupt: bool = False) -> str:
    """What the program prints; with `interrupt` it gets SIGINT once it has printed `ready`."""
    command = [sys.executable, "-c", textwrap.dedent(program), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if interrupt:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGINT)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        assert process.returncode == 0, err
        return out


ENDLESS = """
    import sys, ntlmscan

    class Endless:
        '''A log without an end; it says when its first byte is read.'''
        said = False
        def __init__(self, path):
            self.content = open(path, "rb").read()
            self.at = 0
        def seek(self, offset, whence=0):
            self.at = offset if whence == 0 else 1 << 40
            return self.at
        def read(self, size):
            if not Endless.said:
                Endless.said = True
                print("ready", flush=True)
            at = self.at if self.at < 4096 else 4096 + (self.at - 4096) % 65536
            return self.content[at:min(at + size, 4096 + 65536)]
"""

CALLS = {
    "scan": "ntlmscan.scan(Endless(sys.argv[1]), threads=2, events='1')",
    "stream": "next(iter(ntlmscan.stream(Endless(sys.argv[1]), threads=2, events='1')))",
    "pyarrow": (
        "import pyarrow; pyarrow.RecordBatchReader.from_stream("
        "ntlmscan.stream(Endless(sys.argv[1]), events='1')).read_all()"
    ),
    "polars": "import polars; polars.DataFrame(ntlmscan.stream(Endless(sys.argv[1]), events='1'))",
    "records": "for record in ntlmscan.records(Endless(sys.argv[1])): pass",
}


@pytest.mark.parametrize("call", CALLS)
def test_an_interrupt_ends_it(log, call):
    program = textwrap.dedent(ENDLESS) + textwrap.dedent("""
        import warnings
        warnings.simplefilter("ignore")
        def wait():
            for _ in range(10_000_000): pass
        try:
            try:
                CALL
            finally:
                wait()
        except KeyboardInterrupt:
            print("interrupted")
    """).replace("CALL", CALLS[call])
    assert run(program, log, interrupt=True) == "interrupted\n"


def test_a_forked_child_is_told(large_log):
    program = """
        import os, sys, ntlmscan
        batches = iter(ntlmscan.stream(sys.argv[1]))
        first = len(next(batches))
        child = os.fork()
        if child == 0:
            try:
                next(batches)
            except ntlmscan.StreamClosedError as error:
                del batches
                rows = len(ntlmscan.scan(sys.argv[1]).events)  # the child may scan for itself
                os._exit(0 if "forked" in str(error) and rows > first else 3)
            os._exit(4)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), first + sum(map(len, batches)))
    """
    import ntlmscan

    assert run(program, large_log) == f"0 {len(ntlmscan.scan(large_log).events)}\n"


def test_a_child_that_ends_as_programs_do(large_log):
    program = """
        import os, sys, ntlmscan
        stream = ntlmscan.stream(sys.argv[1])
        table = ntlmscan.scan(sys.argv[1]).events
        child = os.fork()
        if child == 0:
            import polars
            assert polars.DataFrame(table).height == len(table)
            sys.exit(0)  # destroys the stream that it does not own
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    assert run(program, large_log) == "0\n"


def test_an_interpreter_that_ends_in_the_middle(log):
    """The scan's threads ask for the interpreter until its last moment."""
    program = textwrap.dedent(ENDLESS) + textwrap.dedent("""
        stream = ntlmscan.stream(Endless(sys.argv[1]), threads=4, events='1')
        import time
        while not Endless.said:
            time.sleep(0.01)
    """)
    assert run(program, log) == "ready\n"


THREADS = {
    "scan": "ntlmscan.scan([io.BytesIO(content)] * 20000)",
    "stream": "for _ in ntlmscan.stream([io.BytesIO(content)] * 20000): pass",
    "records": "for _ in iter(int, 1): [one.to_dict() for one in ntlmscan.records(io.BytesIO(content))]",
    "memory": "for _ in iter(int, 1): ntlmscan.scan(content)",
    "carve": "for _ in iter(int, 1): ntlmscan.carve(io.BytesIO(content))",
    "show": "for _ in iter(int, 1): ntlmscan.show(io.BytesIO(content), 4608)",
}

# Half a second between the interpreter's end and the program's.
LINGER = "libc = ctypes.CDLL(None); libc.__cxa_atexit(libc.usleep, ctypes.c_void_p(500_000), None)"


@pytest.mark.parametrize("call", THREADS)
def test_an_interpreter_that_ends_before_its_threads(log, call):
    """A thread that asks for the interpreter at or behind its end is left where it is; the program ends well."""
    program = """
        import ctypes, io, sys, threading, time, ntlmscan
        LINGER
        content = open(sys.argv[1], "rb").read()
        def work():
            try:
                CALL
            except ntlmscan.NtlmscanError:
                pass
        for _ in range(3): threading.Thread(target=work, daemon=True).start()
        time.sleep(0.5)
        print("end")
    """.replace("CALL", THREADS[call])
    for linger in ("", LINGER):
        assert run(program.replace("LINGER", linger), log) == "end\n"


# A thread of C, one second from now.
LATER = """
class Event(ctypes.Structure):
    _fields_ = [("value", ctypes.c_void_p), ("signal", ctypes.c_int), ("notify", ctypes.c_int),
                ("function", ctypes.c_void_p), ("rest", ctypes.c_char * 64)]
event = Event(ctypes.addressof(exported), 0, 2, exported.release)
timer, when = ctypes.c_void_p(), (ctypes.c_long * 4)(0, 0, 1, 0)
assert libc.timer_create(1, ctypes.byref(event), ctypes.byref(timer)) == 0
assert libc.timer_settime(timer, 0, when, None) == 0
libc.__cxa_atexit(libc.usleep, ctypes.c_void_p(1_500_000), None)
"""
RELEASES = {
    "behind the interpreter": "libc.__cxa_atexit(ctypes.c_void_p(exported.release), ctypes.byref(exported), None)",
    "by a thread of C": LATER,
}


@pytest.mark.skipif(sys.platform != "linux", reason="exit handlers and timers of Linux")
@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("source", ["io.BytesIO(content)", "content"])
def test_a_consumer_that_lets_go_behind_the_interpreter(large_log, source, release):
    """What a consumer in C was given may outlive Python: its objects are left alone then."""
    program = """
import ctypes, io, sys, ntlmscan

class Exported(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("schema", "next", "error", "release", "private")]

libc = ctypes.CDLL(None)
content = open(sys.argv[1], "rb").read()
capsule = ntlmscan.stream(SOURCE).__arrow_c_stream__()
pointer = ctypes.pythonapi.PyCapsule_GetPointer
pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
given = Exported.from_address(pointer(capsule, b"arrow_array_stream"))
exported = Exported.from_buffer_copy(given)  # moved, as consumers do
given.release = None
RELEASE
print("end", flush=True)
"""
    assert run(program.replace("SOURCE", source).replace("RELEASE", RELEASES[release]), large_log) == "end\n"


def test_memory_stays_flat(large_log, tmp_path):
    """Peak memory of a stream does not grow with its input; that of a list of its batches would."""
    program = """
        import resource, sys, ntlmscan
        for batch in ntlmscan.stream([sys.argv[1]] * int(sys.argv[2]), threads=2):
            pass
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    """
    once, often = (int(run(program, large_log, times)) for times in (2, 8))
    assert often < once * 1.25, (once, often)
