"""The bench of the Python package: what it compares before it times, its rounds and its tables."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import polars
import pytest

from bench.peers import pypi_evtx_frame
from bench.python import in_process, ntlm_frame, table
from bench.scan.floors import judge
from bench.scan.timing import Run, processor_ratio

MADE = {"median": 60.0, "low": 50.0, "high": 70.0}
REPORT: dict[str, Any] = {
    "date": "2026-01-01",
    "python": "3.11.2",
    "machine": {"cpu": "a processor", "cores": 2, "load_at_start": 0.1, "load_at_end": 0.2},
    "peers": ["PyPI evtx 0.14.0"],
    "origin": "real chunks",
    "rounds": 7,
    "results": [
        {
            "workload": "Python import",
            "input": "ntlmscan",
            "rows": 1234,
            "commands": {"bare": {"seconds": {"median": 0.02}}},
            "figures": {"ms over bare Python": MADE},
            "floors": judge("Python import", "ntlmscan", {"ms over bare Python": MADE}),
        }
    ],
}


@pytest.fixture(scope="module")
def logs(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("bench-python") / "demo"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return sorted(folder.rglob("*.evtx"))


def test_both_find_the_same_rows_about_ntlm(logs: list[Path]) -> None:
    # The log that is cut in its middle is read as far as it goes by ours alone.
    whole = [log for log in logs if "CONTOSO-FS3/Security" not in str(log)]
    found = sum((ntlm_frame.rows(ntlm_frame.ours(log)) for log in whole), Counter())
    theirs = sum((ntlm_frame.rows(pypi_evtx_frame.frame(log)) for log in whole), Counter())
    assert found == theirs
    assert found.total() > 2000


def test_a_difference_in_one_value_is_found(logs: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    log = next(log for log in logs if log.name == "Security.evtx")
    changed = pypi_evtx_frame.frame(log).with_columns(polars.lit("somebody").alias("user_name"))
    monkeypatch.setattr(pypi_evtx_frame, "frame", lambda _: changed)
    with pytest.raises(SystemExit, match="rows differ"):
        ntlm_frame.compare(log)


def test_rounds_go_in_turn_and_the_first_does_not_count() -> None:
    called: list[str] = []
    runs = in_process.rounds({"a": lambda: called.append("a"), "b": lambda: called.append("b")}, 3)
    assert called == ["a", "b"] * 4
    assert {name: len(of) for name, of in runs.items()} == {"a": 3, "b": 3}


def test_processor_time_leaves_waiting_out() -> None:
    runs = {"peer": [Run(100, 6, 0)] * 2, "ours": [Run(1, 2, 0)] * 2}
    assert processor_ratio(runs, "peer", "ours")["median"] == 3


def test_a_missed_floor_is_in_both_tables(tmp_path: Path) -> None:
    line = "| Python import | ms over bare Python | ≤ 50 | 60.00 | ntlmscan | **no** |"
    assert line in table.readme_part(REPORT)
    page = table.render(REPORT)
    assert "| Python import | ntlmscan | 1,234 | bare 0.02 | ms over bare Python: 60 (50 to 70) |" in page
    assert "load 0.1 to 0.2; PyPI evtx 0.14.0; real chunks." in page
