"""Finds the tables to ask: a folder that an earlier scan wrote, or raw logs that are scanned first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ntlmscan.opening import newer_schema
from ntlmscan.schema_tables import TABLES

_WRITES = "scan -o DIR/"


class InputError(ValueError):
    """The input cannot be read; the text says which and why."""


@contextmanager
def opened(inputs: list[str]) -> Iterator[Path]:
    """The folder of Parquet tables for these inputs; scanned logs live as long as the context."""
    if not inputs:
        raise InputError("no input: give logs, folders of logs, or a folder that `ntlmscan scan -o DIR/` wrote")
    if len(inputs) == 1 and (Path(inputs[0]) / "events.parquet").is_file():
        _check_version(Path(inputs[0]) / "events.parquet")
        yield Path(inputs[0])
        return
    for name in inputs:
        if name == "-":
            raise InputError(f"-: standard input cannot be read here; name logs, or a folder that {_WRITES} wrote")
        if kind := _as_text(Path(name)):
            raise InputError(f"{name}: holds a scan as {kind}; analyses read Parquet: ntlmscan scan … -o DIR/")
        if (Path(name) / "events.parquet").is_file():
            raise InputError(f"{name}: an earlier scan stands alone, it cannot be read together with other inputs")
        if not any(mark in name for mark in "*?[") and not Path(name).exists():
            raise InputError(f"{name}: no such file or folder")
    with tempfile.TemporaryDirectory(prefix="ntlmscan-") as folder:
        _scan(inputs, Path(folder))
        yield Path(folder)


def _as_text(folder: Path) -> str | None:
    """The form of a scan that is there in another than Parquet."""
    for suffix, kind in (("csv", "CSV"), ("ndjson", "NDJSON")):
        for packed in ("", ".zst"):
            if all((folder / f"{table}.{suffix}{packed}").is_file() for table in TABLES):
                return kind
    return None


def _check_version(events: Path) -> None:
    try:
        remark = newer_schema(events)
    except (OSError, ValueError) as error:
        raise InputError(f"{events}: no Parquet file that can be read: {error}") from error
    if remark:
        print(f"ntlmscan: {remark}", file=sys.stderr)


def _scan(inputs: list[str], folder: Path) -> None:
    program = native_program()
    if program is None:
        raise InputError("the program `ntlmscan`, which reads the logs, is not on PATH")
    with subprocess.Popen([program, "scan", "--quiet", "-o", f"{folder}/", "--", *inputs]) as scan:
        try:
            status = scan.wait()
        except BaseException:  # it must be gone before its folder is
            scan.kill()
            scan.wait()
            raise
    if status not in (0, 1) or not (folder / "events.parquet").is_file():
        raise InputError("the logs could not be scanned")


def native_program() -> str | None:
    """The native command: the one that called, else beside this script, else on PATH."""
    suffix = ".exe" if os.name == "nt" else ""
    beside = Path(sys.argv[0]).resolve().parent / f"ntlmscan{suffix}"
    if called := os.environ.get("NTLMSCAN_PROGRAM"):
        return called
    return str(beside) if beside.is_file() else shutil.which("ntlmscan")
