"""The layer check reports each kind of violation and keeps quiet about what is allowed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / ".ci" / "check_layers.py"

spec = importlib.util.spec_from_file_location("check_layers", SCRIPT)
assert spec is not None
assert spec.loader is not None
check_layers = importlib.util.module_from_spec(spec)
sys.modules[spec.name] = check_layers
spec.loader.exec_module(check_layers)

OPENING = "// A file of the test.\n"
EVTX = "libntlmscan/src/evtx/chunk.hpp"
SCAN = "libntlmscan/src/scan/parallel.hpp"
PUBLIC = "libntlmscan/include/ntlmscan/scan.hpp"
CLI = "cli/args.hpp"

ALLOWED = [
    (EVTX, '#include "bytes/byte_view.hpp"'),
    (EVTX, '#include "evtx/layout.hpp"'),
    (EVTX, '#include "ntlmscan/result.hpp"'),
    (EVTX, "// throw std::cout printf( stay words"),
    (EVTX, 'constexpr auto kText = "never throw(1); printf(";'),
    (EVTX, "int rethrown = snprintf(text, 4, format);"),
    ("libntlmscan/src/bytes/file_source.hpp", "#include <fcntl.h>"),
    ("libntlmscan/src/bytes/byte_view.hpp", "auto p = reinterpret_cast<const char*>(q);"),
    ("libntlmscan/src/sinks/output_file.hpp", "#include <fstream>"),
    (SCAN, "#include <thread>"),
    (SCAN, '#include "sinks/csv.hpp"'),
    (CLI, '#include "args.hpp"'),
    (CLI, '#include "ntlmscan/scan.hpp"'),
    ("cli/print.hpp", "std::cout << 1;"),
    ("libntlmscan/src/evtx/data_block.hpp", "int x;"),
]

BANNED = [
    (EVTX, '#include "binxml/tokens.hpp"', "may include only ntlmscan, bytes, evtx"),
    (EVTX, '#include "scan/parallel.hpp"', "may include only"),
    (EVTX, '#include "layout.hpp"', "may include only"),
    (EVTX, '#include "../binxml/tokens.hpp"', "may include only"),
    ("libntlmscan/src/schema.hpp", '#include "bytes/utf16.hpp"', "src/ may include only ntlmscan"),
    ("libntlmscan/src/extras/x.hpp", "int x;", "extras/ is no layer"),
    (EVTX, "#include <fstream>", "only bytes and sinks touch files"),
    (SCAN, "# include <windows.h>", "only bytes and sinks touch files"),
    (EVTX, "#include <mutex>", "nothing left of sinks knows about threads"),
    (SCAN, "#include <iostream>", "the library prints nothing"),
    (PUBLIC, '#include "scan/parallel.hpp"', "may include only the public headers"),
    (CLI, '#include "scan/parallel.hpp"', "may include only the public headers"),
    ("bindings/python/scan.hpp", '#include "plan/plan.hpp"', "may include only the public headers"),
    (EVTX, "void f() { throw 1; }", "throws nothing"),
    (PUBLIC, "void f() { throw 1; }", "throws nothing"),
    (EVTX, "void f() { std::cout << 1; }", "prints nothing"),
    (EVTX, 'void f() { printf("x"); }', "prints nothing"),
    (SCAN, 'void f() { std::fprintf(stderr, "x"); }', "prints nothing"),
    (SCAN, "auto p = reinterpret_cast<char*>(q);", "reinterpret_cast belongs in bytes/"),
    (CLI, "auto p = reinterpret_cast<char*>(q);", "reinterpret_cast belongs in bytes/"),
    (EVTX, "// TODO: later", "TODO left behind"),
    ("fixtures/lab/play.py", "# FIXME", "FIXME left behind"),
    (EVTX, "\n" * 400, "has 401 lines, more than 400"),
    ("tests/python/test_long.py", "\n" * 400, "has 401 lines"),
    ("libntlmscan/src/evtx/util.hpp", "int x;", "the name util says nothing"),
    ("cli/helpers/print.hpp", "int x;", "the name helpers says nothing"),
    ("tests/data/reader.py", "x = 1", "the name data says nothing"),
]


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def found_in(root: Path, path: str, body: str) -> list[str]:
    write(root, path, OPENING + body + ("\n" if body.strip() else ""))
    found: list[str] = check_layers.violations(root)
    return found


@pytest.mark.parametrize(("path", "body"), ALLOWED)
def test_allowed(tmp_path: Path, path: str, body: str) -> None:
    assert found_in(tmp_path, path, body) == []


@pytest.mark.parametrize(("path", "body", "message"), BANNED)
def test_banned(tmp_path: Path, path: str, body: str, message: str) -> None:
    found = found_in(tmp_path, path, body)
    assert len(found) == 1, found
    assert found[0].startswith(path + ": ")
    assert message in found[0]


@pytest.mark.parametrize("text", ["#pragma once\n", "", "// No end of the sentence\n", "/* Another comment. */\n"])
def test_opening_sentence(tmp_path: Path, text: str) -> None:
    write(tmp_path, EVTX, text)
    assert check_layers.violations(tmp_path) == [f"{EVTX}: does not open with a sentence in // saying what the file is"]


@pytest.mark.parametrize(
    ("listed", "complaints"),
    [("src/scan/a.cpp", 0), ("src/scan/aa.cpp", 1), ("other/src/scan/a.cpp", 1), ("a.cpp", 1), ("", 1)],
)
def test_forgotten_sources(tmp_path: Path, listed: str, complaints: int) -> None:
    write(tmp_path, "libntlmscan/CMakeLists.txt", f"add_library(ntlmscan\n  {listed})\n")
    assert len(found_in(tmp_path, "libntlmscan/src/scan/a.cpp", "int x;")) == complaints


def test_exit_status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(tmp_path)])
    assert check_layers.main() == 0
    write(tmp_path, EVTX, "int x;\n")
    assert check_layers.main() == 1
    assert EVTX in capsys.readouterr().out
