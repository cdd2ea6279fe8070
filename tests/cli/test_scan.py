"""`ntlmscan scan`: the summary, the tables, the ways to fail."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import Ntlmscan
from .terminal_text import forbidden, plain, too_wide

TABLES = ["coverage.parquet", "events.parquet", "faults.parquet", "files.parquet"]


@pytest.fixture(scope="module")
def summary(ntlmscan: Ntlmscan, demo: Path) -> str:
    return ntlmscan("scan", demo).text


@pytest.mark.parametrize(
    "part",
    [
        r"Read 21 logs, .* records, .* kept, .* about NTLM",
        r"From 2026-03-02 .* to 2026-03-06",
        r"Hosts \(7\)",
        r"CONTOSO-DC3\.contoso\.local .* 2026-03-02 2026-03-06",
        r"8001  Outgoing NTLM attempt",
        r"NTLM by version .* anonymous",
        r"NTLMv1 .* 15$",
        r"CONTOSO\\JOE_USER",
        r"msedge\.exe",
        r"CONTOSO-PC1",
        r"CONTOSO-FS2",
        r"Blocked",
        r"4001  Outgoing NTLM was refused",
        r"would have been blocked",
        r"Security\.evtx@102400",
        r"What this data cannot show",
        r"Records are not logons",
    ],
)
def test_summary_tells(summary: str, part: str) -> None:
    assert re.search(part, summary, re.MULTILINE)


def test_summary_fits_and_has_no_escapes_in_a_pipe(summary: str) -> None:
    assert not too_wide(summary)
    assert not forbidden(summary)


def test_colours_change_nothing_but_colours(ntlmscan: Ntlmscan, demo: Path, summary: str) -> None:
    coloured = ntlmscan("scan", demo, "--color=always").text
    assert "\x1b[1m" in coloured
    assert plain(coloured) == summary
    assert not too_wide(coloured)
    assert ntlmscan("scan", demo, "--color", "never").text == summary


def test_summary_says_what_logs_are_missing(ntlmscan: Ntlmscan, demo: Path) -> None:
    text = ntlmscan("scan", demo / "CONTOSO-FS1" / "Security.evtx").flat
    assert "No NTLM/Operational log was read" in text
    assert "the reason for NTLM is not recorded" in text
    assert "A client's name is what the client says" in text


def test_narrowed_summary_says_so(ntlmscan: Ntlmscan, demo: Path) -> None:
    run = ntlmscan("scan", demo, "--events", "8001", "--since=2026-03-03", "--until", "2026-03-05")
    assert "Only what --events" in run.flat
    assert "8002" not in run.text.split("What this data")[0]


def test_faults_end_with_1_and_clean_logs_with_0(ntlmscan: Ntlmscan, demo: Path, sound_log: Path) -> None:
    assert ntlmscan("scan", demo).status == 1
    assert ntlmscan("scan", sound_log).status == 0
    assert ntlmscan("scan", demo, "--strict").status == 2


def test_folder_gets_four_tables(ntlmscan: Ntlmscan, demo: Path, tmp_path: Path) -> None:
    run = ntlmscan("scan", demo, "-o", f"{tmp_path}/out/")
    assert run.status == 1
    assert not run.out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == TABLES
    assert "faults: 2 lost" in run.err
    assert "Security.evtx@102400: lost file_cut" in run.err
    assert not ntlmscan("scan", demo, "-o", f"{tmp_path}/quiet/", "--quiet").err


def test_options_stand_anywhere(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    odd = tmp_path / "-o.evtx"
    odd.write_bytes(sound_log.read_bytes())
    first = ntlmscan("scan", "-o", "-", "--events", "4624", sound_log)
    last = ntlmscan("scan", sound_log, "--events=4624", "-o-")
    assert first.status == last.status == 0
    assert first.out == last.out
    assert {json.loads(line)["event_id"] for line in first.lines} == {4624}
    assert len(ntlmscan("scan", "-o", "-", "--events", "4624", "--", "-o.evtx", cwd=tmp_path).lines) == len(first.lines)


def test_standard_input_and_output(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    run = ntlmscan("scan", "-", "-o", "-", "--format", "csv", stdin=sound_log.read_bytes())
    assert run.status == 0
    assert run.lines[0].startswith("source,byte_offset,")
    assert len(run.lines) > 100


@pytest.mark.skipif(os.name == "nt", reason="Windows has its own")
def test_standard_input_is_copied_to_the_temporary_folder(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    log = sound_log.read_bytes()
    there = ntlmscan("scan", "-", "-o", "-", stdin=log, env={"TMPDIR": str(tmp_path)})
    assert there.status == 0
    assert list(tmp_path.iterdir()) == []
    missing = ntlmscan("scan", "-", "-o", "-", stdin=log, env={"TMPDIR": str(tmp_path / "missing")})
    assert missing.status == 2
    assert f"cannot be copied to {tmp_path}/missing: " in " ".join(missing.err.split())
    assert there.out == ntlmscan("scan", "-", "-o", "-", stdin=log, env={"TMPDIR": ""}).out


@pytest.mark.skipif(os.name == "nt", reason="a limit of POSIX shells")
def test_a_full_temporary_folder_is_named(ntlmscan_binary: Path, sound_log: Path, tmp_path: Path) -> None:
    line = f"trap '' XFSZ; ulimit -f 8; exec {ntlmscan_binary} scan - -o -"
    done = subprocess.run(
        ["sh", "-c", line],
        input=sound_log.read_bytes(),
        capture_output=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert f"cannot be copied to {tmp_path}: " in " ".join(done.stderr.decode().split())


def test_stats(ntlmscan: Ntlmscan, demo: Path, tmp_path: Path) -> None:
    ntlmscan("scan", demo, "--stats", tmp_path / "stats.json")
    stats = json.loads((tmp_path / "stats.json").read_text())
    assert stats["files"] == 21
    assert stats["rows"] == stats["records"] > 3000
    assert stats["faults"]["lost"] == 2
    assert stats["seconds"] > 0
    assert stats["peak_rss_bytes"] > 1_000_000


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "no such file or folder"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_text("no log\n" * 2000), "not an event log"),
        (lambda path: path.mkdir(), "no event log was found"),
    ],
    ids=["missing", "empty", "text", "folder"],
)
@pytest.mark.parametrize("command", ["scan", "dump", "info", "scan -o"])
def test_nothing_to_read_ends_with_2(ntlmscan: Ntlmscan, make, said: str, command: str, tmp_path: Path) -> None:
    make(tmp_path / "input.evtx")
    words = [command] if command != "scan -o" else ["scan", "-o", f"{tmp_path}/out/"]
    run = ntlmscan(*words, tmp_path / "input.evtx")
    assert run.status == 2
    assert said in run.err + run.flat
    input_exists = said in ("empty", "not an event log")
    written = sorted(p.name for p in tmp_path.glob("out/*"))
    assert written == (TABLES if command == "scan -o" and input_exists else [])


def test_a_wrong_name_replaces_no_earlier_result(ntlmscan: Ntlmscan, sound_log: Path, tmp_path: Path) -> None:
    ntlmscan("scan", sound_log, "-o", f"{tmp_path}/out/")
    before = (tmp_path / "out" / "events.parquet").read_bytes()
    assert ntlmscan("scan", f"{sound_log}x", "-o", f"{tmp_path}/out/").status == 2
    assert (tmp_path / "out" / "events.parquet").read_bytes() == before
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == TABLES


def test_one_missing_input_among_others_is_lost(ntlmscan: Ntlmscan, sound_log: Path) -> None:
    run = ntlmscan("scan", "/does/not/exist", sound_log)
    assert run.status == 1
    assert "/does/not/exist" in run.text


def test_cut_log_is_told_with_file_and_offset(ntlmscan: Ntlmscan, cut_log: Path) -> None:
    run = ntlmscan("scan", cut_log)
    assert run.status == 1
    assert re.search(r"Security\.evtx@\d+", run.text)
    assert "Some bytes that should hold records could not be read" in run.flat


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize("words", [["scan"], ["scan", "-o", "-"], ["dump"], ["info"], ["explain"]])
def test_full_disk_at_standard_output(ntlmscan_binary: Path, sound_log: Path, words: list[str]) -> None:
    inputs = [] if words == ["explain"] else [sound_log]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [ntlmscan_binary, *words, *inputs], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False
        )
    assert done.returncode == 2
    assert b"standard output" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a limit of POSIX shells")
@pytest.mark.parametrize("words", ["scan {} -o {}/out/ --format ndjson", "dump {} -o {}/out.ndjson"])
def test_full_disk_leaves_nothing(ntlmscan_binary: Path, demo: Path, tmp_path: Path, words: str) -> None:
    line = f"trap '' XFSZ; ulimit -f 100; exec {ntlmscan_binary} {words.format(demo, tmp_path)}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert b"out" in done.stderr
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def wait_for_handler(pid: int) -> None:
    """Until the program catches SIGINT, as Linux tells; elsewhere for a moment that is long enough."""
    status = Path(f"/proc/{pid}/status")
    for _ in range(1000):
        time.sleep(0.02)
        caught = re.search(r"^SigCgt:\s*([0-9a-f]+)$", status.read_text(), re.MULTILINE) if status.exists() else None
        if caught is not None and int(caught[1], 16) & (1 << (signal.SIGINT - 1)):
            break
    time.sleep(0.1)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("words", [["scan", "-o", "out/"], ["scan"], ["dump", "-o", "out.ndjson"], ["info"]])
def test_interrupt_leaves_nothing(ntlmscan_binary: Path, many_logs: Path, tmp_path: Path, words: list[str]) -> None:
    inputs = [many_logs] * 5
    with subprocess.Popen(
        [ntlmscan_binary, *words, "--threads", "1", *inputs],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        wait_for_handler(started.pid)
        started.send_signal(signal.SIGINT)
        started.communicate(timeout=30)
    assert started.returncode == 130
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("sent", [b"", b"ElfFile"])
@pytest.mark.parametrize("words", [["scan", "-o", "out/"], ["dump", "-o", "out.ndjson"], ["info"], ["carve"]])
def test_interrupt_while_standard_input_goes_on(
    ntlmscan_binary: Path, tmp_path: Path, words: list[str], sent: bytes
) -> None:
    with subprocess.Popen(
        [ntlmscan_binary, *words, "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as started:
        assert started.stdin is not None
        started.stdin.write(sent)
        started.stdin.flush()
        wait_for_handler(started.pid)
        started.send_signal(signal.SIGINT)
        assert started.wait(timeout=30) == 130
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize("words", [["dump"], ["scan", "-o", "-"]])
def test_reader_that_goes_away_is_no_error(ntlmscan_binary: Path, demo: Path, words: list[str]) -> None:
    with subprocess.Popen([ntlmscan_binary, *words, demo], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        assert started.stdout.readline().startswith(b"{")
        started.stdout.close()
        err = started.stderr.read()
        assert started.wait(timeout=30) == 0
    assert b"standard output" not in err


@pytest.mark.needs_corpus
def test_summary_of_real_logs_fits(ntlmscan: Ntlmscan, corpus: Path) -> None:
    for folder in sorted(p for p in corpus.iterdir() if p.is_dir()):
        text = ntlmscan("scan", folder, "--color=always").text
        assert not too_wide(text)
        assert not forbidden(plain(text))
