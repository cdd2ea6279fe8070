"""The logs that are timed, made of sound chunks and kept below build/bench."""

import itertools
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.scan.chunks import CHUNK, corpus_folder, is_of, sound_chunks, write_log

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Input:
    """`whole` repeats the distinct chunks to size; `slice` holds each of them once and is compared row by row."""

    kind: str
    whole: Path
    slice: Path
    distinct: int
    chunks: int

    @property
    def size(self) -> int:
        return self.whole.stat().st_size


@dataclass(frozen=True)
class Once:
    """All logs there are, each once: the folders, the files below them, and one log of their distinct sound chunks."""

    folders: list[Path]
    logs: list[Path]
    whole: Path
    distinct: int


def unpack(archives: Sequence[Path], folder: Path) -> None:
    """Each archive into a folder of its name; what an earlier run unpacked is left as it is."""
    for archive in archives:
        target = folder / archive.stem
        if target.is_dir():
            continue
        half_done = target.with_suffix(".part")
        shutil.rmtree(half_done, ignore_errors=True)
        subprocess.run(["7z", "x", "-y", f"-o{half_done}", archive], check=True, stdout=subprocess.DEVNULL)
        half_done.rename(target)


class InputMaker:
    """Reads the source of chunks once and makes inputs of it."""

    def __init__(self, *, root: Path, work: Path, fixtures: Path) -> None:
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        self.corpus = corpus_folder(root)
        self.fixtures = fixtures

    @property
    def origin(self) -> str:
        return "real chunks" if self.corpus else "made by the fixture writer"

    @cached_property
    def source(self) -> Path:
        """The folder of logs: the corpus, or the demo collection where there is none."""
        if self.corpus:
            return self.corpus
        folder = self.work / "demo"
        subprocess.run([self.fixtures, "demo", folder], check=True, stdout=subprocess.DEVNULL)
        return folder

    @cached_property
    def chunks(self) -> list[bytes]:
        return sound_chunks([self.source])

    def own(self, kind: str) -> list[bytes]:
        """The distinct chunks of a kind."""
        own = [chunk for chunk in self.chunks if is_of(kind, chunk)]
        if not own:
            raise SystemExit(f"no chunk for the input {kind}")
        return own

    def write(self, name: str, chunks: list[bytes], mebibytes: int = 0) -> Path:
        """The chunks behind one header, again and again up to that size. Every chunk occurs."""
        count = max(len(chunks), mebibytes * MEBIBYTE // CHUNK)
        path = self.work / f"{name}.evtx"
        write_log(path, itertools.islice(itertools.cycle(chunks), count), count)
        return path

    def make(self, kind: str, mebibytes: int) -> Input:
        """Both logs of a kind."""
        own = self.own(kind)
        whole = self.write(f"{kind}-{mebibytes}", own, mebibytes)
        part = self.write(f"{kind}-slice", own)
        return Input(kind=kind, whole=whole, slice=part, distinct=len(own), chunks=whole.stat().st_size // CHUNK)

    def once(self) -> Once:
        """The corpus with its collections unpacked."""
        folders = [self.source]
        if archives := sorted(self.source.rglob("*.7z")):
            unpacked = self.work / "collections"
            unpack(archives, unpacked)
            folders.append(unpacked)
        distinct = sound_chunks(folders)
        whole = self.write("once", distinct)
        logs = [log for folder in folders for log in sorted(folder.rglob("*.evtx"))]
        return Once(folders=folders, logs=logs, whole=whole, distinct=len(distinct))
