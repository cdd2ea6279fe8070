"""`carve`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import Ntlmscan
from .terminal_text import too_wide


@pytest.fixture(scope="module")
def image(sound_log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chunks of a log behind bytes that are none, at an odd place."""
    path = tmp_path_factory.mktemp("image") / "disk.raw"
    path.write_bytes(b"no log " * 12_345 + sound_log.read_bytes()[4096:] + b"nor this" * 999)
    return path


def test_carve_finds_what_scan_finds(ntlmscan: Ntlmscan, image: Path, sound_log: Path) -> None:
    carved = [json.loads(line) for line in ntlmscan("carve", image, "-o", "-").lines]
    live = [json.loads(line) for line in ntlmscan("scan", sound_log, "-o", "-").lines]
    assert {row["origin"] for row in carved} == {"carved"}
    at_home = {row["record_id"]: row for row in carved if row["byte_offset"] < image.stat().st_size}
    for row in live:
        other = at_home[row["record_id"]]
        for column in ("filetime", "computer", "channel", "event_id", "user_name", "client_name", "extra"):
            assert other[column] == row[column]


def test_carve_writes_logs_for_other_tools(ntlmscan: Ntlmscan, image: Path, sound_log: Path, tmp_path: Path) -> None:
    run = ntlmscan("carve", image, "-o", f"{tmp_path}/out/", "--format", "ndjson", "--write-evtx", tmp_path / "logs")
    assert run.status == 0
    assert "1 log of " in run.err
    assert re.search(r"^([0-9,]+) rows from \1 records of 1 image \(", run.err, re.MULTILINE)
    (log,) = (tmp_path / "logs").iterdir()
    ids = [json.loads(line)["record_id"] for line in ntlmscan("dump", log).lines]
    assert ids == [json.loads(line)["record_id"] for line in ntlmscan("dump", sound_log).lines]
    assert ntlmscan("info", log).status == 0
    again = ntlmscan("carve", image, "-o", f"{tmp_path}/out2/", "--write-evtx", tmp_path / "logs")
    assert again.status == 2
    assert "replace nothing" in again.err
    assert not list((tmp_path / "out2").glob("*.parquet"))


def test_nothing_found_is_no_failure(ntlmscan: Ntlmscan, tmp_path: Path) -> None:
    path = tmp_path / "empty.raw"
    path.write_bytes(bytes(1 << 20))
    run = ntlmscan("carve", path, "-o", "-")
    assert run.status == 0
    assert not run.lines
    assert ntlmscan("carve", tmp_path / "missing.raw").status == 2
    assert ntlmscan("carve").status == 2


def test_carve_tells_a_summary(ntlmscan: Ntlmscan, image: Path) -> None:
    run = ntlmscan("carve", image)
    assert run.status == 0
    assert not too_wide(run.text)
    rows = len(ntlmscan("carve", image, "-o", "-").lines)
    assert re.search(rf"^Searched 1 image, [0-9.]+ kB: [0-9,]+ records found, {rows:,} kept, ", run.text)
    found = int(re.findall("([0-9,]+) records found", run.text)[0].replace(",", ""))
    assert found >= rows > 0


def test_a_summary_of_faults_names_the_command_that_lists_them(ntlmscan: Ntlmscan, image: Path, tmp_path: Path) -> None:
    content = bytearray(image.read_bytes())
    at = content.index(b"\x2a\x2a\0\0", content.index(b"ElfChnk")) + 24
    content[at + 16 : at + 64] = b"\xff" * 48
    (tmp_path / "hurt.raw").write_bytes(content)
    carved = ntlmscan("carve", tmp_path / "hurt.raw")
    assert "Could not be read, or was odd" in carved.text
    assert "the table faults of carve -o DIR/." in carved.flat
    assert "ntlmscan info" not in carved.flat


def test_help_offers_what_images_know(ntlmscan: Ntlmscan) -> None:
    run = ntlmscan("carve", "--help")
    assert "--write-evtx" in run.text
    assert "--recover" not in run.text
    assert "Images: files, folders" in run.flat
    assert "Read each image once: templates of the own chunk and the library alone" in run.flat
    assert "name an image" in ntlmscan("carve").err
    refused = ntlmscan("carve", "--recover", "x")
    assert (refused.status, "unknown option --recover" in refused.err) == (2, True)


def test_carve_reads_expert_witness_images(ntlmscan: Ntlmscan, image: Path, tmp_path: Path) -> None:
    """Where the machine has the tool that makes them, the library is there too."""
    maker = shutil.which("ewfacquirestream")
    first = tmp_path / "disk.E01"
    if maker is None:
        first.write_bytes(b"EVF\x09\x0d\x0a\xff\x00" + bytes(1000))
        run = ntlmscan("carve", first)
        assert run.status == 2
        assert "Expert Witness" in run.err
        return
    names = [word for letter in "CDeEN" for word in (f"-{letter}", "x")]
    words = [maker, "-q", "-t", str(tmp_path / "disk"), "-S", "1MiB", *names]
    subprocess.run(words, input=image.read_bytes(), check=True, capture_output=True)
    assert first.exists()
    raw = [json.loads(line) | {"source": ""} for line in ntlmscan("carve", image, "-o", "-").lines]
    unpacked = [json.loads(line) | {"source": ""} for line in ntlmscan("carve", first, "-o", "-").lines]
    assert raw == unpacked
    first.write_bytes(first.read_bytes()[:5000])
    assert ntlmscan("carve", first).status == 1


@pytest.mark.parametrize("option", ["--save-templates", "--stats"])
def test_an_image_is_never_replaced(ntlmscan: Ntlmscan, image: Path, tmp_path: Path, option: str) -> None:
    other = tmp_path / "other.raw"
    shutil.copyfile(image, other)
    run = ntlmscan("carve", image, option, other, "-o", f"{tmp_path}/out/")
    assert run.status == 2
    assert "cannot write here" in run.err
    assert other.read_bytes() == image.read_bytes()
    mine = tmp_path / "mine"
    for _ in range(2):  # what an earlier run wrote is
        assert ntlmscan("carve", image, option, mine, "-o", f"{tmp_path}/out/").status == 0


def test_no_format_replaces_an_image_by_tables(ntlmscan: Ntlmscan, image: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.raw"
    shutil.copyfile(image, other)
    run = ntlmscan("carve", image, "-o", other, "--format", "csv")
    assert run.status == 2
    assert "other.raw: cannot write here" in run.err
    assert other.read_bytes() == image.read_bytes()
    assert ntlmscan("carve", image, "-o", tmp_path / "new.raw", "--format", "csv").status == 0
    assert (tmp_path / "new.raw").read_bytes() == ntlmscan("carve", image, "-o", "-", "--format", "csv").out


def test_quiet_is_quiet(ntlmscan: Ntlmscan, image: Path, tmp_path: Path) -> None:
    run = ntlmscan("carve", image, "-q", "-o", f"{tmp_path}/out/", "--write-evtx", tmp_path / "logs")
    assert (run.status, run.err) == (0, "")
    assert list((tmp_path / "logs").iterdir())
