"""Measures recovery: old records of the public corpus, damaged variants beside other parsers, carving, cost.

`python -m bench.recovery [corpus] [damage] [carve] [speed] [--variants N] [--image MIB] [--examples N] [--save]`
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.recovery import corpus, image, speed, trial
from bench.recovery.damage import KINDS
from bench.recovery.readers import readers
from bench.recovery.report import newest, save, terminal
from bench.scan.chunks import corpus_folder

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("corpus", "damage", "carve", "speed")


def main() -> None:
    given = _arguments()
    folder = corpus_folder(ROOT)
    if folder is None:
        raise SystemExit("needs real logs: see the section on input in bench/README.md")
    program = given.build / "bin" / "ntlmscan"
    result: dict[str, Any] = newest() if given.save else {}
    for part in given.parts or PARTS:
        if part == "corpus":
            result[part] = corpus.count(program, folder)
        elif part == "carve":
            result[part] = image.measure(program, folder, given.image)
        elif part == "speed":
            result[part] = speed.measure(program, folder, given.mixed, given.rounds)
        else:
            result[part] = _damage(given, program, folder)
    print(terminal(result))
    if given.save:
        print(save(result))


def _damage(given: argparse.Namespace, program: Path, folder: Path) -> dict[str, Any]:
    evtx_dump = given.evtx_dump or shutil.which("evtx_dump")
    with tempfile.TemporaryDirectory(prefix="odd-") as odd:
        subprocess.run([given.build / "bin" / "ntlmscan-fixtures", "odd", odd], check=True, stdout=subprocess.DEVNULL)
        all_readers = readers(program, Path(evtx_dump) if evtx_dump else None)
        tallies = trial.run(folder, Path(odd), all_readers, given.variants)
    for name, tally in tallies.items():
        for miss in tally.misses[: given.examples]:
            print(f"{name}: {miss}")
    return {"variants": given.variants, "kinds": len(KINDS) + len(trial.BOMBS)} | {
        "readers": {name: tally.figures() for name, tally in tallies.items()}
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.recovery", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help="corpus, damage, carve, speed; all if none is named")
    parser.add_argument("--variants", type=int, default=300, help="damaged logs")
    parser.add_argument("--image", type=int, default=2048, help="MiB of the image to carve")
    parser.add_argument("--mixed", type=int, default=512, help="MiB of the log that is scanned with and without")
    parser.add_argument("--rounds", type=int, default=7, help="counted rounds of these scans")
    parser.add_argument("--examples", type=int, default=0, help="print so many variants with a miss of each program")
    parser.add_argument("--evtx-dump", type=Path, help="the program, if it is not on PATH")
    parser.add_argument("--save", action="store_true", help="keep the result in bench/results and renew the tables")
    parser.add_argument("--build", type=Path, default=ROOT / "build" / "release", help="where the programs were built")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    return given


if __name__ == "__main__":
    main()
