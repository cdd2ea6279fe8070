#!/usr/bin/env python3
"""Checks what compilers do not: include direction, file length, names, opening sentences, forgotten sources."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

LAYERS = ("bytes", "evtx", "binxml", "catalogue", "plan", "recover", "columns", "sinks", "scan")
FIRST_LAYER_WITH_THREADS = "sinks"
LAYERS_THAT_OPEN_FILES = ("bytes", "sinks")

FILE_HEADERS = frozenset(
    "cstdio dirent.h fcntl.h filesystem fstream io.h stdio.h sys/mman.h sys/stat.h unistd.h windows.h".split()
)
THREAD_HEADERS = frozenset(
    "atomic barrier condition_variable future latch mutex pthread.h semaphore shared_mutex stop_token thread".split()
)
PRINT_HEADERS = frozenset({"iostream", "print", "syslog.h"})

MAX_LINES = 400
COUNTED = (".cpp", ".hpp", ".h", ".py", ".cmake", ".sql")
BANNED_NAMES = frozenset("common data handle handles helper helpers manager managers misc process util utils".split())
SOURCE_FOLDERS = ("libntlmscan", "cli", "bindings", "fixtures", "tests", "bench")
SKIPPED_FOLDERS = frozenset({".git", "build", "dist", "__pycache__"})
# Published by the Arrow project and kept word for word.
FOREIGN_FILES = frozenset({"libntlmscan/include/ntlmscan/arrow_c_data.h"})
# Files outside bytes/ that must cast to call somebody else's C interface: Windows hands out numbers as pointers.
CASTS_ALLOWED = frozenset({"libntlmscan/src/sinks/descriptor_windows.cpp"})

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENTS_AND_TEXT = re.compile(
    r'R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.DOTALL
)
MARKERS = re.compile(r"\b(TODO|FIXME|XXX)\b")


@dataclass(frozen=True)
class BannedCall:
    pattern: re.Pattern[str]
    message: str


LIBRARY_BANS = (
    BannedCall(re.compile(r"\bthrow\b"), "the library throws nothing: return an Error"),
    BannedCall(re.compile(r"\bstd::(cout|cerr|clog|wcout|wcerr)\b"), "the library prints nothing"),
    BannedCall(re.compile(r"\b(printf|fprintf|puts|fputs|putchar|perror)\s*\("), "the library prints nothing"),
)


@dataclass(frozen=True)
class File:
    """One file of the repository; `path` is relative to its root, with forward slashes."""

    path: str
    text: str

    @property
    def code(self) -> str:
        """The text with comments and literals blanked out."""
        return COMMENTS_AND_TEXT.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), self.text)

    @property
    def includes(self) -> list[tuple[bool, str]]:
        """(quoted, name) of each include."""
        return [(mark == '"', name) for mark, name in INCLUDE.findall(self.text)]

    @property
    def layer(self) -> str | None:
        """The layer of a file under libntlmscan/src; "" for one directly in it; None elsewhere."""
        prefix = "libntlmscan/src/"
        if not self.path.startswith(prefix):
            return None
        first, _, rest = self.path.removeprefix(prefix).partition("/")
        return first if rest else ""

    @property
    def is_cpp(self) -> bool:
        return self.path.endswith((".cpp", ".hpp")) and self.path not in FOREIGN_FILES


def layer_includes(file: File) -> Iterator[str]:
    """A layer includes itself, what lies to its left, and the public headers."""
    if file.layer is None:
        return
    if file.layer and file.layer not in LAYERS:
        yield f"{file.layer}/ is no layer; the layers are {', '.join(LAYERS)}"
        return
    reach = LAYERS[: LAYERS.index(file.layer) + 1] if file.layer else ()
    for quoted, name in file.includes:
        folder = name.partition("/")[0]
        if not quoted or folder in ("ntlmscan", *reach):
            continue
        yield f'includes "{name}": {file.layer or "src"}/ may include only {", ".join(("ntlmscan", *reach))}'


def layer_system_headers(file: File) -> Iterator[str]:
    """Files are opened in bytes/ and sinks/ alone; threads are known from sinks/ on; printing nowhere."""
    if file.layer is None:
        return
    knows_threads = LAYERS[LAYERS.index(FIRST_LAYER_WITH_THREADS) :]
    for quoted, name in file.includes:
        if quoted:
            continue
        if name in FILE_HEADERS and file.layer not in LAYERS_THAT_OPEN_FILES:
            yield f"includes <{name}>: only {' and '.join(LAYERS_THAT_OPEN_FILES)} touch files"
        if name in THREAD_HEADERS and file.layer not in knows_threads:
            yield f"includes <{name}>: nothing left of {FIRST_LAYER_WITH_THREADS} knows about threads"
        if name in PRINT_HEADERS:
            yield f"includes <{name}>: the library prints nothing"


def public_includes(file: File) -> Iterator[str]:
    """The public headers stand alone; cli/ and bindings/ see nothing but them."""
    for folder in ("libntlmscan/include/", "cli/", "bindings/"):
        if not file.path.startswith(folder):
            continue
        for quoted, name in file.includes:
            if quoted and name.partition("/")[0] in LAYERS:
                yield f'includes "{name}": {folder} may include only the public headers'


def library_calls(file: File) -> Iterator[str]:
    if not file.path.startswith("libntlmscan/") or file.path in FOREIGN_FILES:
        return
    for ban in LIBRARY_BANS:
        if found := ban.pattern.search(file.code):
            yield f"{found.group().strip()}: {ban.message}"


def casts(file: File) -> Iterator[str]:
    guarded = file.path.startswith(("libntlmscan/", "cli/")) and file.layer != "bytes"
    if guarded and file.path not in CASTS_ALLOWED and "reinterpret_cast" in file.code:
        yield "reinterpret_cast belongs in bytes/"


def opening_sentence(file: File) -> Iterator[str]:
    if not file.is_cpp:
        return
    opening = []
    for line in file.text.splitlines():
        if not line.startswith("//"):
            break
        opening.append(line.lstrip("/ "))
    if not re.match(r"\S.*?\.(\s|$)", " ".join(opening)):
        yield "does not open with a sentence in // saying what the file is"


def length(file: File) -> Iterator[str]:
    lines = file.text.count("\n")
    counted = file.path.endswith(COUNTED) or file.path.endswith("CMakeLists.txt")
    if counted and lines > MAX_LINES and file.path not in FOREIGN_FILES:
        yield f"has {lines} lines, more than {MAX_LINES}"


def names(file: File) -> Iterator[str]:
    *folders, name = file.path.split("/")
    for part in (*folders, name.partition(".")[0]):
        if part.lower() in BANNED_NAMES:
            yield f"the name {part} says nothing"


def markers(file: File) -> Iterator[str]:
    checker_files = (".ci/check_layers.py", "tests/python/test_check_layers.py")
    if file.path not in checker_files and (found := MARKERS.search(file.text)):
        yield f"{found.group()} left behind"


CHECKS: tuple[Callable[[File], Iterator[str]], ...] = (
    layer_includes,
    layer_system_headers,
    public_includes,
    library_calls,
    casts,
    opening_sentence,
    length,
    names,
    markers,
)


def forgotten_sources(files: list[File]) -> Iterator[tuple[str, str]]:
    """Every .cpp is named, relative to its folder, by the closest CMakeLists.txt above it."""
    lists = {f.path.rpartition("/")[0]: f.text for f in files if f.path.rpartition("/")[2] == "CMakeLists.txt"}
    for file in files:
        if not file.path.endswith(".cpp"):
            continue
        folder = file.path.rpartition("/")[0]
        while folder and folder not in lists:
            folder = folder.rpartition("/")[0]
        name = file.path.removeprefix(folder + "/")
        if not re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w./-])", lists.get(folder, "")):
            yield file.path, f"is built by nobody: {folder}/CMakeLists.txt does not name {name}"


def read_files(root: Path) -> list[File]:
    files = []
    for path in sorted(p for folder in (*SOURCE_FOLDERS, ".ci", "cmake") for p in (root / folder).rglob("*")):
        relative = path.relative_to(root)
        if not path.is_file() or SKIPPED_FOLDERS.intersection(relative.parts):
            continue
        try:
            files.append(File(relative.as_posix(), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue  # seeds and other bytes
    return files


def violations(root: Path) -> list[str]:
    files = read_files(root)
    found = [(file.path, message) for file in files for check in CHECKS for message in check(file)]
    found.extend(forgotten_sources(files))
    return [f"{path}: {message}" for path, message in sorted(found)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).resolve().parent.parent)
    found = violations(parser.parse_args().root)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
