"""The files that are timed, made of sound chunks and kept below build/bench."""

import itertools
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bench.scan.chunks import CHUNK, corpus_folder, is_of, sound_chunks, write_log


@dataclass(frozen=True)
class Input:
    """`whole` repeats the distinct chunks to size; `slice` holds each of them once and is compared row by row."""

    kind: str
    whole: Path
    slice: Path
    distinct: int
    chunks: int
    origin: str

    @property
    def size(self) -> int:
        return self.whole.stat().st_size


class InputMaker:
    """Reads the source of chunks once and makes inputs of it."""

    def __init__(self, *, root: Path, work: Path, fixtures: Path) -> None:
        self.work = work
        corpus = corpus_folder(root)
        self.origin = "real chunks" if corpus else "made by the fixture writer"
        self.chunks = sound_chunks(corpus or self._demo(fixtures))

    def _demo(self, fixtures: Path) -> Path:
        folder = self.work / "demo"
        subprocess.run([fixtures, "demo", folder], check=True, stdout=subprocess.DEVNULL)
        return folder

    def make(self, kind: str, mebibytes: int) -> Input:
        """Writes both files of a kind."""
        own = [chunk for chunk in self.chunks if is_of(kind, chunk)]
        if not own:
            raise SystemExit(f"no chunk for the input {kind}")
        count = max(len(own), mebibytes * 1024 * 1024 // CHUNK)
        whole, part = self.work / f"{kind}.evtx", self.work / f"{kind}-slice.evtx"
        write_log(whole, itertools.islice(itertools.cycle(own), count), count)
        write_log(part, own, len(own))
        return Input(kind=kind, whole=whole, slice=part, distinct=len(own), chunks=count, origin=self.origin)
