"""The demo's domain with what its administrator says of it: a reader finds ready, dependent and unknown ones."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import ntlmscan
import pytest
from ntlmscan.context import read_context

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "fixtures" / "scenarios" / "demo"


@pytest.fixture(scope="module")
def played(ntlmscan_binary: Path, fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The logs as `.ci/demo` makes them, and their scan beside them."""
    folder = tmp_path_factory.mktemp("demo")
    size = ("--authentications", "11000")
    subprocess.run([fixtures_binary, "lab", DEMO / "month.json", folder / "logs", *size], check=True)
    subprocess.run([ntlmscan_binary, "scan", "--quiet", "-o", f"{folder / 'scan'}/", folder / "logs"], check=True)
    return folder


def test_the_demo_plays_what_this_test_plays() -> None:
    script = (ROOT / ".ci" / "demo").read_text(encoding="utf-8")
    assert f"scenario={DEMO.relative_to(ROOT).as_posix()}\n" in script
    assert '"$scenario/month.json" "$month" --authentications 11000\n' in script
    assert '--context "$scenario/context"' in script


def test_the_context_speaks_of_machines_and_accounts_that_there_are(played: Path) -> None:
    truth = json.loads((played / "logs" / "truth.json").read_text(encoding="utf-8"))
    hosts = {host["fqdn"] for host in truth["hosts"]}
    context = read_context(DEMO / "context")
    named = {row["name"] for row in context["context_hosts"]}
    named |= {row["host"] for row in context["context_settings"] if row["host"] != "*"}
    named |= {row["host"] for row in context["context_tiers"] if row["host"]}
    assert named <= hosts
    stated = {(row["host"], row["policy"]): row["value"] for row in context["context_settings"]}
    for host in truth["hosts"]:
        if host["role"] == "device":
            continue
        for (pattern, policy), value in stated.items():
            own = stated.get((host["fqdn"], policy), value)
            if pattern == "*" and (policy != "AuditNTLMInDomain" or host["role"] == "dc"):
                assert str(host["settings"][policy]) == own, (host["fqdn"], policy)


def test_its_readiness_has_every_verdict(played: Path) -> None:
    rows = ntlmscan.query(played / "scan", "readiness", context=DEMO / "context").to_pylist()
    hosts = Counter(row["verdict"] for row in rows if row["subject_kind"] == "host")
    accounts = Counter(row["verdict"] for row in rows if row["subject_kind"] == "account")
    for verdict in ("ready", "one_cause_away", "depends", "unknown"):
        assert hosts[verdict], verdict
        assert accounts[verdict], verdict
    assert {row["tier"] for row in rows if row["subject"] == "CONTOSO\\admin.t0"} == {"0"}


def test_its_report_heeds_what_its_administrator_states(played: Path) -> None:
    stated = ntlmscan.report(played / "scan", context=DEMO / "context")
    note = _unknown(stated)
    assert "covered for fewer than the 31 days of a business cycle" in note
    assert "State it in" not in note
    data = json.loads(stated.split('id="report-data">')[1].split("</script>")[0])
    settings = [row[0] for row in data["tables"]["blind-settings"]["rows"]]
    assert settings
    assert not [one for one in settings if one.startswith(("Restrict", "AuditReceiving", "AuditNTLM"))]
    states = {row[1]: row[5] for row in data["tables"]["exceptions-unused"]["rows"]}
    assert states == {
        "10.0.0.20": "runs, used",
        "fs1*": "runs, used",
        "legacy-app": "runs, unused",
        "SQL1": "ended, used",
    }
    marks = [(row[0], row[1]) for row in data["tables"]["baseline-changes"]["rows"]]
    assert marks == [(1, "2026-03-27 12:00:00"), (2, "2026-03-28 12:00:00")]
    assert "State it in" in _unknown(ntlmscan.report(played / "scan"))


def _unknown(page: str) -> str:
    return page.split('<article class="page" id="readiness"')[1].split("Unknown: ")[1].split("</ul>")[0]
