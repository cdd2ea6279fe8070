"""What a person at a terminal sees: progress and colours, and nothing that a log could do to the terminal."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from .conftest import Ntlmscan
from .terminal_text import forbidden, plain, too_wide

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals of POSIX")

# UTF-16 texts of equal length that stand in for a user's name in a log.
HOSTILE = [
    "\x1b[2J\x07é\u202e",
    "\u2066a\u2028\x85\x9b2",
    "\x00\x1b]0;x",
    "漢字漢字漢字漢字",
    "\ud83d\ude00\udc00abcde",
]


def read_terminal(master: int) -> bytes:
    """What there is to read; nothing once the program has gone, which Linux reports as an error."""
    try:
        return os.read(master, 65536)
    except OSError:
        return b""


def at_terminal(words: Sequence[str | Path], env: dict[str, str] | None = None) -> str:
    """Runs in a pseudo-terminal of 80 columns; standard output and error together."""
    import pty

    master, slave = pty.openpty()
    merged = {**os.environ, "TERM": "xterm-256color", **(env or {})}
    pieces = []
    with subprocess.Popen(words, stdout=slave, stderr=slave, env=merged):
        os.close(slave)
        while piece := read_terminal(master):
            pieces.append(piece)
    os.close(master)
    return b"".join(pieces).decode("utf-8").replace("\r\n", "\n")


def test_terminal_gets_colours_and_no_color_none(ntlmscan_binary: Path, demo: Path) -> None:
    assert "\x1b[1m" in at_terminal([ntlmscan_binary, "scan", demo, "--no-progress"], {"NO_COLOR": ""})
    assert "\x1b" not in at_terminal([ntlmscan_binary, "scan", demo, "--no-progress"], {"NO_COLOR": "1"})
    assert "\x1b" not in at_terminal([ntlmscan_binary, "scan", demo, "--no-progress"], {"TERM": "dumb", "NO_COLOR": ""})


def test_progress_on_a_terminal_alone(ntlmscan_binary: Path, ntlmscan: Ntlmscan, demo: Path, tmp_path: Path) -> None:
    words: list[str | Path] = [ntlmscan_binary, "scan", demo, "-o", f"{tmp_path}/out/"]
    shown = at_terminal(words)
    assert "MB/s" in shown or "kB/s" in shown
    assert shown.rindex("\r\x1b[K") > shown.index("/s")
    for option in ("--quiet", "--no-progress"):
        assert "\r" not in at_terminal([*words, option])
    assert "\r" not in ntlmscan(*words[1:]).err


def hostile_log(demo: Path, folder: Path, text: str) -> Path:
    """Puts `text` where a log says JOE_USER, without regard for checksums."""
    name = "JOE_USER".encode("utf-16-le")
    new = (text.encode("utf-16-le", "surrogatepass") + b"a\0" * len(text))[: len(name)]
    data = (demo / "CONTOSO-FS2" / "Security.evtx").read_bytes()
    assert name in data
    path = folder / "Security.evtx"
    path.write_bytes(data.replace(name, new))
    return path


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("command", ["scan", "info"])
def test_hostile_names_are_shown_and_not_obeyed(
    ntlmscan: Ntlmscan, demo: Path, tmp_path: Path, text: str, command: str
) -> None:
    run = ntlmscan(command, hostile_log(demo, tmp_path, text), "--color=always")
    assert run.status in (0, 1)
    assert not too_wide(run.text)
    assert not forbidden(plain(run.text))


def test_escape_sequences_are_visible(ntlmscan: Ntlmscan, demo: Path, tmp_path: Path) -> None:
    assert "\\x1b[2J" in ntlmscan("scan", hostile_log(demo, tmp_path, HOSTILE[0])).text


def test_hostile_file_names(ntlmscan: Ntlmscan, cut_log: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a\x1b[31m\u202eb\n.evtx"
    odd.write_bytes(cut_log.read_bytes())
    raw = os.fsencode(tmp_path) + b"/\xff\x9b.evtx"
    with open(raw, "wb") as file:
        file.write(cut_log.read_bytes())
    for command in ("scan", "info", "dump"):
        run = ntlmscan(command, tmp_path)
        assert run.status == 1
        shown = run.err if command == "dump" else run.text
        assert not forbidden(shown)
        assert "\\x1b[31m\\u202eb\\x0a" in shown or "…" in shown
