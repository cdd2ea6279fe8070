"""Docstrings that hold, stubs that fit the module, types that a strict checker takes."""

from __future__ import annotations

import doctest
import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import ntlmscan
import ntlmscan.knowledge
import ntlmscan.reading
import ntlmscan.scanning
import ntlmscan.tables
import pytest

ROOT = Path(__file__).resolve().parents[3]
INSTALLED = Path(ntlmscan.__file__).parent


def run_examples(text: str, name: str, log: Path, folder: Path) -> int:
    """How many examples there were; all of them hold."""
    names = {"LOG": str(log), "FOLDER": folder, "ntlmscan": ntlmscan}
    test = doctest.DocTestParser().get_doctest(text, names, name, None, None)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.append)
    assert not report, "".join(report)
    return len(test.examples)


FUNCTIONS = [name for name in ntlmscan.__all__ if inspect.isfunction(getattr(ntlmscan, name))]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_an_example_that_runs(name, log, tmp_path):
    assert run_examples(inspect.getdoc(getattr(ntlmscan, name)) or "", name, log, tmp_path) > 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_says_what_it_takes_and_raises(name):
    doc = inspect.getdoc(getattr(ntlmscan, name)) or ""
    assert "Args:" in doc
    assert "Raises:" in doc
    for parameter in inspect.signature(getattr(ntlmscan, name)).parameters:
        assert re.search(rf"^    (\w+, )*{parameter}(, \w+)*:", doc, re.MULTILINE), parameter


def test_examples_of_the_package_and_its_classes(log, tmp_path):
    assert run_examples(ntlmscan.__doc__ or "", "ntlmscan", log, tmp_path) > 0
    assert run_examples(inspect.getdoc(ntlmscan.Table) or "", "Table", log, tmp_path) > 0
    assert run_examples(inspect.getdoc(ntlmscan.ScanResult.write) or "", "write", log, tmp_path) > 0


def test_the_page_of_the_package_holds(demo, tmp_path, monkeypatch):
    """docs/python.md, run beside the logs of `make demo`."""
    (tmp_path / "build" / "demo").mkdir(parents=True)
    (tmp_path / "build" / "demo" / "collection").symlink_to(demo)
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    assert run_examples(page, "python.md", tmp_path, tmp_path) > 10


def test_every_public_name_is_documented():
    for name in ntlmscan.__all__:
        thing = getattr(ntlmscan, name)
        if inspect.isclass(thing):
            assert inspect.getdoc(thing), name
            for member, value in vars(thing).items():
                if not member.startswith("_") and (callable(value) or isinstance(value, property)):
                    assert inspect.getdoc(value), f"{name}.{member}"


def stubs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stubs", ROOT / "bindings" / "python" / "stubs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_stub_is_that_of_the_module():
    committed = (ROOT / "bindings" / "python" / "ntlmscan" / "_core.pyi").read_text(encoding="utf-8")
    assert stubs().stub_of_installed() == committed, "python bindings/python/stubs.py > …/_core.pyi makes it again"


def test_the_package_is_typed():
    assert (INSTALLED / "py.typed").exists()
    assert (INSTALLED / "_core.pyi").exists()


def test_a_strict_type_checker_takes_what_users_write(tmp_path):
    program = tmp_path / "user.py"
    program.write_text(
        """
from datetime import datetime
from pathlib import Path

import ntlmscan

def report(folder: Path, blob: bytes) -> int:
    result = ntlmscan.scan([folder, "more/*.evtx", blob], events=[4624, range(8001, 8007)], since=datetime(2026, 1, 1))
    result.write(folder / "out.parquet")
    with ntlmscan.stream({"a": blob}, table="faults", errors="raise") as batches:
        rows: int = sum(batch.num_rows for batch in batches)
    for record in ntlmscan.records(folder / "a.evtx"):
        when: datetime | None = record.time
        print(when, record.event_id, record["TargetUserName"], record.to_dict(), record.xml())
    detail = ntlmscan.show(blob, record_id=7)
    names: list[str] = [field.name for entry in ntlmscan.catalogue(8004) for field in entry.fields]
    columns: list[str] = [column.name for column in ntlmscan.schema("files").columns]
    try:
        ntlmscan.scan(blob, on_progress=lambda progress: print(progress.bytes_done))
    except ntlmscan.NtlmscanError as error:
        place: tuple[str | None, str | None, int | None] = (error.code, error.file, error.offset)
        print(place)
    return rows + len(detail.bytes) + len(names) + len(columns) + result.summary.rows
""",
        encoding="utf-8",
    )
    wrong = tmp_path / "wrong.py"
    wrong.write_text('import ntlmscan\nntlmscan.scan("a", errors="ignore")\nntlmscan.stream("a", table="rows")\n')
    check = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--cache-dir", str(tmp_path / "cache")]
    ended = subprocess.run([*check, str(program)], capture_output=True, text=True, cwd=tmp_path)
    assert (ended.stdout, ended.returncode) == ("", 0)
    ended = subprocess.run([*check, str(wrong)], capture_output=True, text=True, cwd=tmp_path)
    assert ended.stdout.count("error: ") == 2, ended.stdout
