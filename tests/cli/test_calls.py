"""The program as a whole: help, versions, wrong calls, other programs, completion."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from .conftest import Ntlmscan
from .terminal_text import forbidden, too_wide

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ["scan", "dump", "info", "show", "explain"]
EXTERNAL = ["report", "query", "timeline", "simulate", "exceptions", "compare"]


def test_version(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan("--version")
    assert run.status == 0
    assert re.fullmatch(r"ntlmscan \d+\.\d+\.\d+\n", run.text)


def test_help_of_the_program_names_every_command(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan("--help")
    assert run.status == 0
    assert not run.err
    for name in COMMANDS + EXTERNAL:
        assert re.search(rf"\b{name}\b", run.text)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", [["{}", "--help"], ["{}", "-h"], ["help", "{}"]])
def test_help_of_a_command_has_examples(ntlmscan: Ntlmscan, command: str, form: list[str]) -> None:
    run = ntlmscan(*[word.format(command) for word in form])
    assert run.status == 0
    assert "Examples:" in run.text
    assert f"  ntlmscan {command}" in run.text
    assert not too_wide(run.text)
    assert not forbidden(run.text)


def test_help_tells_every_exit_status(ntlmscan: Ntlmscan) -> None:
    told = ntlmscan("--help").flat.split("Exit status:")[1]
    assert re.findall(r"\b\d+\b", told) == ["0", "1", "2", "130"]


def test_help_of_show_takes_one_place(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan("show", "--help")
    assert "Usage: ntlmscan show [OPTION...] FILE@OFFSET\n" in run.text
    assert "of every live row" in run.flat


def test_no_command_shows_help_and_fails(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan()
    assert run.status == 2
    assert not run.out
    assert "Commands:" in run.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["scna", "x"], "did you mean: ntlmscan scan"),
        (["reprot"], "did you mean: ntlmscan report"),
        (["frobnicate"], "see: ntlmscan --help"),
        (["--frobnicate"], "unknown option --frobnicate"),
        (["../scan"], "there is no command"),
        ([""], "there is no command"),
        (["scan"], "INPUT is missing"),
        (["dump"], "INPUT is missing"),
        (["info"], "INPUT is missing"),
        (["show"], "FILE@OFFSET is missing"),
        (["show", "a@1", "b@2"], "'b@2' is one too many"),
        (["scan", "--recovery", "x"], "unknown option --recovery"),
        (["scan", "--since", "yesterday", "x"], "--since"),
        (["scan", "--events", "46x4", "x"], "46x4"),
        (["scan", "--since", "2026-09-10", "--until", "2026-09-09", "x"], "--since lies behind --until"),
        (["scan", "--threads", "many", "x"], "--threads: 'many' is no number from 0 up"),
        (["scan", "--threads", "-1", "x"], "--threads: '-1' is no number from 0 up"),
        (["scan", "--threads", "4x", "x"], "--threads: '4x' is no number from 0 up"),
        (["scan", "--threads", "99999999999", "x"], "--threads: '99999999999' is too large"),
        (["scan", "x", "--threads"], "--threads needs an N"),
        (["scan", "x", "--format"], "--format needs a FORMAT"),
        (["dump", "x", "-o"], "--output needs a FILE"),
        (["scan", "x", "-o"], "--output needs an OUT"),
        (["scan", "--color", "sometimes", "x"], "sometimes"),
        (["scan", "--format", "csv", "x"], "need -o"),
        (["scan", "-o", "out.xlsx", "x"], "out.xlsx"),
        (["scan", "-o", "out.csv", "--format", "parquet", "x"], "contradicts"),
        (["dump", "--format", "yaml", "x"], "yaml"),
        (["show", "x@y"], "FILE@OFFSET"),
        (["show", "x"], "FILE@OFFSET"),
        (["explain", "9999"], "9999"),
        (["explain", "\x1b[31m"], "\\x1b[31m"),
    ],
)
def test_wrong_calls_end_with_2_and_say_why(ntlmscan: Ntlmscan, words: list[str], said: str, tmp_path: Path) -> None:
    run = ntlmscan(*words, cwd=tmp_path)
    assert run.status == 2
    assert said in run.err
    assert not run.out
    assert not forbidden(run.err)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", EXTERNAL)
def test_missing_external_command_says_how_to_get_it(ntlmscan: Ntlmscan, name: str, tmp_path: Path) -> None:
    run = ntlmscan(name, "x", env={"PATH": str(tmp_path)})
    assert run.status == 2
    assert f"'{name}' comes with the Python package: in a checkout, pip install '.[report]'" in run.err
    assert f"ntlmscan-{name}" in run.err


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the program")
@pytest.mark.parametrize("name", ["report", "my-own"])
def test_external_command_on_path_gets_all_words(ntlmscan: Ntlmscan, name: str, tmp_path: Path) -> None:
    program = tmp_path / f"ntlmscan-{name}"
    program.write_text("#!/bin/sh\nprintf '<%s>' \"$@\"\nexit 7\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    run = ntlmscan(name, "--help", "a b", "", "-o", env={"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert run.status == 7
    assert run.text == "<--help><a b><><-o>"


def test_folders_and_files_without_rights_are_no_external_commands(ntlmscan: Ntlmscan, tmp_path: Path) -> None:
    (tmp_path / "ntlmscan-report").mkdir()
    (tmp_path / "ntlmscan-query").write_text("#!/bin/sh\n")
    for name in ("report", "query"):
        assert "pip install" in ntlmscan(name, env={"PATH": str(tmp_path)}).err


@pytest.mark.parametrize("name", ["ntlmscan.bash", "_ntlmscan", "ntlmscan.fish"])
def test_completion_knows_every_command_and_option(ntlmscan: Ntlmscan, name: str) -> None:
    text = (ROOT / "cli" / "completion" / name).read_text(encoding="utf-8")
    for command in COMMANDS + EXTERNAL:
        assert re.search(rf"\b{command}\b", text)
    for command in COMMANDS:
        for option in re.findall(r"--([a-z-]+)", ntlmscan(command, "--help").text.split("Examples:")[0]):
            assert re.search(rf"(--|-l ){option}\b", text), f"{command} --{option}"


def test_manual_page_names_every_command() -> None:
    text = (ROOT / "cli" / "ntlmscan.1").read_text(encoding="utf-8")
    for command in COMMANDS + EXTERNAL:
        assert re.search(rf"^\.B[R]? (ntlmscan )?{command}\b", text, re.MULTILINE)


def test_small_log_takes_no_time(ntlmscan: Ntlmscan, demo: Path) -> None:
    """Far above the 5 ms it takes, far below what a slow start would."""
    import time

    log = demo / "CONTOSO-DC3" / "System.evtx"
    ntlmscan("scan", log)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        assert ntlmscan("scan", log).status == 0
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.5
