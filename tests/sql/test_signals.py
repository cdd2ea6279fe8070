"""Commands that get a signal in the middle: nothing half-written is left, and the status tells which signal it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

ENDLESS = "select i, md5(i::varchar) as text from range(100000000000) t(i)"
LONG = "select count(*) as n from range(1000000) a(i), range(1000000) b(j) where (i * j) % 7919 = 1"
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import pyarrow.parquet as pq
    from case_files import CASES, arrow_table, read_case
    from ntlmscan.schema_tables import TABLES

    folder = tmp_path_factory.mktemp("scanned")
    case = read_case(CASES / "c01_smb_by_address.txt")
    for name in TABLES:
        pq.write_table(arrow_table(name, case.tables[name]), folder / f"{name}.parquet")
    return folder


def begun(folder: Path) -> bool:
    """Some of an answer lies there."""
    return any(one.is_file() and one.stat().st_size for one in folder.rglob("*.partial"))


def hear() -> None:
    """A run that was started deaf, such as by nohup, hands that down to what it starts."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)


def ended(
    words: list[str], number: signal.Signals, folder: Path, ready: Callable[[], bool], **environment: str
) -> tuple[int, str]:
    """Status and standard error of a query that gets the signal once `ready` says so."""
    with subprocess.Popen(
        [sys.executable, "-m", "ntlmscan.commands.query", *words],
        cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ | environment,
        preexec_fn=hear,
    ) as started:  # fmt: skip
        for _ in range(600):
            if ready() or started.poll() is not None:
                break
            time.sleep(0.1)
        started.send_signal(number)
        try:
            err = started.communicate(timeout=60)[1]
        finally:
            started.kill()
    return started.returncode, err


@pytest.mark.parametrize("number", SIGNALS)
def test_an_answer_that_is_being_written_is_gone(scanned: Path, tmp_path: Path, number: signal.Signals) -> None:
    words = [str(scanned), ENDLESS, "-o", "out.csv"]
    status, err = ended(words, number, tmp_path, lambda: begun(tmp_path))
    assert (status, err) == (128 + number, f"ntlmscan: ended by {number.name}\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("output", [["-o", "out.csv"], []], ids=["file", "terminal"])
def test_a_question_that_takes_long_ends_at_once(scanned: Path, tmp_path: Path, output: list[str]) -> None:
    began = time.monotonic()
    status, err = ended([str(scanned), LONG, *output], signal.SIGTERM, tmp_path, lambda: time.monotonic() > began + 8)
    assert (status, err) == (143, "ntlmscan: ended by SIGTERM\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("call", ["engine.query(LONG)", "engine._execute(LONG)", "list(engine.stream(LONG))"])
def test_an_interrupt_ends_what_an_engine_does(call: str) -> None:
    program = """
        import signal, time
        from ntlmscan.engines.duckdb import DuckdbEngine
        with DuckdbEngine({}) as engine:
            signal.signal(signal.SIGALRM, signal.default_int_handler)
            signal.alarm(2)
            try:
                CALL
            except KeyboardInterrupt:
                signal.alarm(0)
                print("interrupted", engine.query("select 7 as seven").to_pylist())
    """.replace("CALL", call).replace("LONG", repr(LONG))
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == ("interrupted [{'seven': 7}]\n", "")


def test_a_scan_that_it_started_ends_with_it(tmp_path: Path) -> None:
    """A stand-in for the native command begins a table and never ends."""
    temporary, log, program = tmp_path / "temporary", tmp_path / "a.evtx", tmp_path / "scan"
    temporary.mkdir()
    log.touch()
    program.write_text(f'#!/bin/sh\necho $$ > {tmp_path}/pid\necho half > "${{4}}events.partial"\nexec sleep 600\n')
    program.chmod(0o700)
    status, err = ended(
        ["accesses", str(log)], signal.SIGTERM, tmp_path, lambda: begun(temporary),
        NTLMSCAN_PROGRAM=str(program), TMPDIR=str(temporary),
    )  # fmt: skip
    assert (status, err) == (143, "ntlmscan: ended by SIGTERM\n")
    assert list(temporary.iterdir()) == []
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_what_was_started_deaf_to_a_signal_stays_so(scanned: Path, tmp_path: Path) -> None:
    program = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from ntlmscan.commands.signals import ended_by_signals\n"
        "with ended_by_signals(): os.kill(os.getpid(), signal.SIGHUP); print('on')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "on\n"
