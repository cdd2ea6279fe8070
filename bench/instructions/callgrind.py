"""Runs of a program under callgrind: how many instructions, and in which functions."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

COLLECTED = re.compile(r"^==\d+== Collected : (\d+)$", re.MULTILINE)
FUNCTION = re.compile(r"^\s*([\d,]+) \(\s*([\d.]+)%\)\s+(.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Share:
    """A function and the instructions spent in it."""

    function: str
    instructions: int


def count(command: list[str], profile: Path) -> int:
    """Instructions of all threads from start to end; the profile is left in that file."""
    words = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", *command]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    found = COLLECTED.search(done.stderr)
    if done.returncode != 0 or found is None:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr}")
    return int(found[1])


def plain_name(function: str) -> str:
    """`file:name(arguments) [object]` as its name; as its object where that has no names."""
    called, _, rest = function.partition(" [")
    name = called.partition(":")[2]
    if re.fullmatch(r"0x[0-9a-f]+", name):
        return rest.rstrip("]").rpartition("/")[2]
    return name.replace("ntlmscan::", "").replace("(anonymous namespace)::", "").partition("(")[0]


def shares(listing: str) -> list[Share]:
    """The functions of a listing of callgrind_annotate, equal names added up, most instructions first."""
    added: dict[str, int] = {}
    for instructions, _, function in FUNCTION.findall(listing):
        if (name := plain_name(function)) == "":
            continue  # the line of totals
        added[name] = added.get(name, 0) + int(instructions.replace(",", ""))
    return sorted((Share(*item) for item in added.items()), key=lambda share: -share.instructions)


def annotate(profile: Path, *, inclusive: bool) -> list[Share]:
    """What callgrind_annotate says about a profile."""
    options = ["--auto=no", f"--inclusive={'yes' if inclusive else 'no'}", "--threshold=99"]
    words = ["callgrind_annotate", *options, str(profile)]
    return shares(subprocess.run(words, check=True, capture_output=True, text=True).stdout)
