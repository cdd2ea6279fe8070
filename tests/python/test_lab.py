"""The lab: every scenario plays as its author counted, its truth fits its logs, and everybody can read them."""

from __future__ import annotations

import csv
import io
import re
import struct
import subprocess
import warnings
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import evtx
import pyevtx
import pytest

from .lab_truth import Run, differences, play, scenario_names

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import Evtx.Evtx

SMALL = [name for name in scenario_names() if name != "month"]
# What a handshake or a session writes, and no play of single records.
OF_HANDSHAKES = (*range(4001, 4007), 4015, *range(4020, 4024), *range(4030, 4034), *range(8001, 8007), 100)
OF_HANDSHAKES += (4624, 4625, 4634, 4648, 4672, 4769, 4776)
CLEARED = (1102, 104)
# One of each kind: plain, trusts, typed credentials and local sessions, a collector, a ring, a cleared log, restarts.
READ_BY_OTHERS = ("seed", "c10", "c20", "c30", "n14", "k01", "k03", "k11")


@pytest.fixture(scope="session")
def runs(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory):
    """A run of a scenario, played once a session."""
    played: dict[str, Run] = {}

    def run_of(name: str) -> Run:
        if name not in played:
            played[name] = play(fixtures_binary, name, tmp_path_factory.mktemp("lab") / name)
        return played[name]

    return run_of


class Found(NamedTuple):
    """A record as the scan shows it."""

    path: str
    record_id: int
    event_id: int
    forwarded: bool


def scanned(ntlmscan: Path, run: Run) -> tuple[list[Found], str]:
    """Every record of a run, and what the scan said of itself."""
    command = [str(ntlmscan), "scan", str(run.folder), "-o", "-", "--format", "csv"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = []
    for row in csv.DictReader(io.StringIO(done.stdout)):
        path = row["source"].removeprefix(run.folder.as_posix() + "/")
        found.append(Found(path, int(row["record_id"]), int(row["event_id"]), row["forwarded"] == "true"))
    return found, done.stderr


@pytest.mark.parametrize("name", SMALL)
def test_a_scenario_plays_as_its_author_counted(runs, name: str):
    assert not differences(runs(name))


@pytest.mark.parametrize("name", SMALL)
def test_the_truth_points_at_the_records_that_a_scan_finds(runs, ntlmscan_binary: Path, name: str):
    run = runs(name)
    found, said = scanned(ntlmscan_binary, run)
    cleared = sum(record.event_id in CLEARED for record in found)
    signs = re.search(r"faults: (\d+) signs? of tampering$", said, re.MULTILINE)
    assert cleared == (int(signs[1]) if signs else 0)
    assert signs or "fault" not in said
    paths = [log["path"] for log in run.summary["logs"]]
    wanted = [Found(paths[log], record, event, False) for row in run.rows for log, record, event in row["records"]]
    assert len(wanted) == len(set(wanted))
    assert set(wanted) <= set(found)
    copies = [Found(paths[log], record, event, True) for row in run.rows for log, _, record, event in row["copies"]]
    assert not Counter(copies) - Counter(found)
    for log in run.summary["logs"]:
        if log["channel"] != "ForwardedEvents":
            ids = {record.record_id for record in found if record.path == log["path"]}
            assert ids == set(range(log["first_record_id"], log["last_record_id"] + 1))


@pytest.mark.parametrize("name", SMALL)
def test_every_record_of_a_handshake_belongs_to_a_row(runs, name: str):
    run = runs(name)
    shown = Counter(event for row in run.rows for _, _, event in row["records"])
    written = {int(event): count for event, count in run.summary["records"].items()}
    missing = sum(written.get(event, 0) - shown[event] for event in OF_HANDSHAKES)
    assert missing == sum(row["lost"] for row in run.rows)


@pytest.mark.parametrize("name", READ_BY_OTHERS)
def test_other_parsers_read_every_record_without_a_warning(runs, name: str):
    for path in runs(name).logs:
        file = pyevtx.file()
        file.open(str(path))
        assert file.is_corrupted() == wrapped(path)  # as of real logs whose oldest chunk is not the first
        by_libevtx = [record.get_xml_string() for record in file.records]
        file.close()
        by_rust = [record["data"] for record in evtx.PyEvtxParser(str(path)).records() if record is not None]
        assert len(by_libevtx) == len(by_rust)
        assert Counter(map(event_id_of, by_libevtx)) == Counter(map(event_id_of, by_rust))


def wrapped(path: Path) -> bool:
    oldest, newest = struct.unpack_from("<QQ", path.read_bytes()[:64], 8)
    return bool(newest < oldest)


def event_id_of(xml: str) -> str:
    return xml.split("<EventID", 1)[1].split(">", 1)[1].split("<", 1)[0]


def test_python_evtx_reads_the_seed(runs):
    run = runs("seed")
    count = 0
    for path in run.logs:
        with Evtx.Evtx.Evtx(str(path)) as log:
            count += sum(1 for record in log.records() if record.xml())
    assert count == sum(run.summary["records"].values())


@pytest.mark.parametrize("name", ["c24", "k10", "n05"])
def test_a_seed_gives_the_same_bytes_and_another_seed_others(runs, fixtures_binary: Path, tmp_path: Path, name: str):
    def contents(run: Run) -> dict[str, bytes]:
        return {p.relative_to(run.folder).as_posix(): p.read_bytes() for p in run.folder.rglob("*") if p.is_file()}

    first = contents(runs(name))
    assert contents(play(fixtures_binary, name, tmp_path / "again")) == first
    other = contents(play(fixtures_binary, name, tmp_path / "other", "--seed", "2"))
    assert other.keys() == first.keys()
    assert other["truth.ndjson"] != first["truth.ndjson"]


def test_about_as_many_authentications_as_asked_for(fixtures_binary: Path, tmp_path: Path):
    run = play(fixtures_binary, "k10", tmp_path, "--authentications", "1000")
    assert 800 < run.counts()["authentications"] < 1200


def switch_settings(binary: Path) -> list[tuple[str, str]]:
    done = subprocess.run([binary, "lab", "--switches"], check=True, capture_output=True, text=True)
    rows = [line.split()[:2] for line in done.stdout.splitlines()]
    return [(name, setting) for name, settings in rows for setting in settings.split("|")[1:]]


# switch → (scenario, event) whose number of records changes with it; the others change order or values.
VISIBLE = {
    "incoming1": ("k05", "8002"),
    "failure_8003": ("k15", "8003"),
    "controller_8005": ("c36", "8005"),
    "block_4003": ("b04", "4003"),
    "block_4776": ("b04", "4776"),
    "audit_and_deny": ("b07", "8002"),
    "excepted_audited": ("b08", "8001"),
    "nps_8002": ("c25", "8002"),
    "validation": ("c01", "4776"),
    "rodc": ("c34", "4776"),
}
CHANGED_BYTES = {
    "controller_order": "c01",
    "trust_channel": "c30",
    "enhanced_shift": "c03",
    "upn_8004": "c23",
    "local_domain": "c18",
    "domain_forms": "n05",
    "ticket_guid": "c42",
    "session_forms": "n05",
}


def test_every_switch_has_a_test(fixtures_binary: Path):
    names = {name for name, _ in switch_settings(fixtures_binary)}
    assert names == VISIBLE.keys() | CHANGED_BYTES.keys() | {"burst"}


@pytest.mark.parametrize("switch", VISIBLE)
def test_a_switch_adds_or_drops_records_and_leaves_the_truth(runs, fixtures_binary: Path, tmp_path: Path, switch: str):
    scenario, event = VISIBLE[switch]
    (setting,) = (s for name, s in switch_settings(fixtures_binary) if name == switch)
    usual, switched = (
        runs(scenario),
        play(fixtures_binary, scenario, tmp_path, "--switch", f"{switch}={setting}"),
    )
    assert switched.summary["switches"][switch] == setting
    assert switched.summary["records"].get(event, 0) != usual.summary["records"].get(event, 0)
    assert switched.counts() == usual.counts()


@pytest.mark.parametrize("switch", CHANGED_BYTES)
def test_a_switch_changes_values_and_leaves_the_truth(runs, fixtures_binary: Path, tmp_path: Path, switch: str):
    scenario = CHANGED_BYTES[switch]
    (setting,) = (s for name, s in switch_settings(fixtures_binary) if name == switch)
    usual, switched = (
        runs(scenario),
        play(fixtures_binary, scenario, tmp_path, "--switch", f"{switch}={setting}"),
    )
    assert any(p.read_bytes() != q.read_bytes() for p, q in zip(usual.logs, switched.logs, strict=True))
    assert switched.counts() == usual.counts()


def test_single_connections_instead_of_bursts(runs, fixtures_binary: Path, tmp_path: Path):
    single = play(fixtures_binary, "c07", tmp_path, "--switch", "burst=single")
    assert single.counts()["authentications"] == single.counts()["accesses"] == 12
    assert runs("c07").counts()["accesses"] == 12 < runs("c07").counts()["authentications"]


def test_the_month_holds_every_outcome(runs):
    outcomes = {key.split(" ", 1)[1] for key in runs("month").summary["outcomes"]}
    assert outcomes == {"completed", "failed", "blocked", "aborted", "attempt", "phantom"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "no JSON object"),
        ('{"world": "nowhere.json"}', "cannot open"),
        ('{"domains": {}, "plays": [{"play": "dance"}]}', "unknown play dance"),
        ('{"domains": {}, "plays": [{"acount": "alice"}]}', "unknown member acount"),
        ('{"domains": {}, "plays": [{"account": "alice"}]}', "no such account: alice"),
        ('{"domains": {}, "plays": [{"ending": "happy"}]}', "unknown ending happy"),
        ('{"domains": {}, "hosts": {"A": {"settings": {"Nonsense": 1}}}}', "unknown setting Nonsense"),
        ('{"domains": {}, "plays": [{"every": "soon"}]}', "no time"),
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(fixtures_binary: Path, tmp_path: Path, text: str, problem: str):
    path = tmp_path / "odd.json"
    path.write_text(text)
    done = subprocess.run([fixtures_binary, "lab", path, tmp_path / "out"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert problem in done.stderr


@pytest.mark.parametrize("options", [[], ["--seed"], ["--seed", "x"], ["--switch", "burst=never"], ["--dance", "1"]])
def test_arguments_that_make_no_sense_show_the_usage(fixtures_binary: Path, tmp_path: Path, options: list[str]):
    places = [str(tmp_path / "a.json"), str(tmp_path / "out")] if options else []
    words = [str(fixtures_binary), "lab", *places, *options]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage" in done.stderr
