"""`simulate` and `exceptions` as people run them: what they tell, the lists they write, and what they refuse."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from case_files import CASES, arrow_table, read_case
from ntlmscan.schema_tables import TABLES
from test_commands import run


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scanned")
    case = read_case(CASES / "s02_register.txt")
    for name in TABLES:
        pq.write_table(arrow_table(name, case.tables[name]), folder / f"{name}.parquet")
    return folder


@pytest.fixture
def known(tmp_path: Path) -> Path:
    folder = tmp_path / "known"
    folder.mkdir()
    text = "policy,entry,owner,expires\nClientAllowedNTLMServers,FS1*,Files team,2027-01-01\n"
    (folder / "exceptions.csv").write_text(text, encoding="utf-8")
    return folder


def test_one_policy_in_all_and_by_server_account_and_program(scanned: Path) -> None:
    done = run("simulate", scanned, "--policy", "domain=1", "--format", "ndjson")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {(row["part"], row["name"]): (row["refused"], row["unknown"], row["allowed"]) for row in rows}
    assert told["all", None] == (5, 0, 0)
    assert told["server", "fs1.contoso.local"] == told["account", "CONTOSO\\alice"] == (4, 0, 0)
    assert told["account", "CONTOSO\\admin0"] == (1, 0, 0)


def test_policies_together_and_a_list_in_force(scanned: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\ufefffs1\r\n\r\nDC*\r\n", encoding="utf-8")
    words = ("--policy", "domain=1", "--policy", "outgoing=2", "--exceptions-domain", tmp_path / "list.txt")
    done = run("simulate", scanned, *words, "--each", "--format", "ndjson")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["verdict"] for row in rows if row["policy"] == "domain=1"} == {"allowed"}
    assert {row["verdict"] for row in rows if row["policy"] == "together"} == {"refused"}
    assert {row["reason"] for row in rows if row["policy"] == "domain=1"} == {
        "RestrictNTLMInDomain: on the list as fs1",
        "RestrictNTLMInDomain: on the list as DC*",
    }


def test_without_a_policy_each_is_told_by_itself(scanned: Path) -> None:
    done = run("simulate", scanned)
    first = [line.split()[0] for line in done.stdout.splitlines()[1:]]
    assert first[:7] == ["domain=1", "domain=3", "domain=5", "domain=7", "incoming=1", "incoming=2", "lm=4"]
    assert "together" not in done.stdout
    assert "--policy" in done.stderr


def test_a_policy_that_nothing_can_be_judged_by_is_named(scanned: Path, tmp_path: Path) -> None:
    events = pq.read_table(scanned / "events.parquet")
    attempts = events.filter(pc.equal(events.column("event_id"), 8001))
    pq.write_table(attempts, tmp_path / "events.parquet")
    done = run("simulate", tmp_path, "--policy", "domain:CONTOSO=7", "--policy", "outgoing=2")
    assert done.returncode == 0, done.stderr
    told = done.stderr.splitlines()
    assert told[0] == "nothing in these logs can be judged by domain:CONTOSO=7: that is no proof of no NTLM"
    assert told[1] == "Before anything is refused:"
    assert "- domain:CONTOSO=7: first AuditNTLMInDomain = 7 on every domain controller (audits and ref" in told[2]
    assert "- outgoing=2: first RestrictSendingNTLMTraffic = 1 on the clients (audits as 8001" in told[3]


@pytest.mark.parametrize("command", ["simulate", "exceptions"])
def test_no_value_that_refuses_is_told_without_the_one_that_audits(scanned: Path, command: str) -> None:
    done = run(command, scanned, "--format", "ndjson")
    shown = {json.loads(line)["policy"] for line in done.stdout.splitlines()} - {"together"}
    audited = {line.split(": first ")[0].removeprefix("- ") for line in done.stderr.splitlines() if ": first " in line}
    assert shown <= audited
    assert len(shown) > 3


def test_a_list_alone_is_what_the_policy_takes(scanned: Path, known: Path) -> None:
    done = run("exceptions", scanned, "--policy", "outgoing=2", "--context", known, "--format", "text")
    assert done.stdout == "dc1\nFS1*\n" or done.stdout == "FS1*\ndc1\n"
    assert "RestrictSendingNTLMTraffic = 1 on the clients (audits as 8001; 2 would refuse)" in done.stderr


def test_a_folder_gets_each_list_and_the_evidence(scanned: Path, tmp_path: Path) -> None:
    words = ("--policy", "outgoing=2", "--policy", "domain:contoso=1", "-o", f"{tmp_path}/lists/")
    assert run("exceptions", scanned, *words).returncode == 0
    made = sorted(path.name for path in (tmp_path / "lists").iterdir())
    domain_list = "domain-CONTOSO-1-DCAllowedNTLMServers.txt"
    assert made == [domain_list, "evidence.csv", "outgoing-2-ClientAllowedNTLMServers.txt"]
    assert (tmp_path / "lists" / domain_list).read_text(encoding="utf-8") == "FS1\nDC1\n"
    outgoing = (tmp_path / "lists" / made[2]).read_text(encoding="utf-8")
    assert sorted(outgoing.split()) == ["dc1", "fs1", "fs1.contoso.local"]
    with (tmp_path / "lists" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        evidence = {(row["policy"], row["entry"]): row for row in csv.DictReader(file)}
    assert evidence["outgoing=2", ""]["warnings"] == "no target name that an entry could match"
    assert evidence["outgoing=2", "<b>*"]["proposed"] == "false"


@pytest.mark.parametrize("kind", ["json", "ndjson", "parquet"])
def test_the_evidence_in_a_folder_has_the_form_asked_for(scanned: Path, tmp_path: Path, kind: str) -> None:
    words = ("--policy", "outgoing=2", "-o", f"{tmp_path}/lists/", "--format", kind)
    assert run("exceptions", scanned, *words).returncode == 0
    made = sorted(path.name for path in (tmp_path / "lists").iterdir())
    assert made == [f"evidence.{kind}", "outgoing-2-ClientAllowedNTLMServers.txt"]
    path = tmp_path / "lists" / made[0]
    if kind == "parquet":
        rows = pq.read_table(path).to_pylist()
    else:
        text = path.read_text(encoding="utf-8")
        rows = json.loads(text) if kind == "json" else [json.loads(line) for line in text.splitlines()]
    listed = (tmp_path / "lists" / made[1]).read_text(encoding="utf-8").split()
    assert sorted(row["entry"] for row in rows if row["proposed"]) == sorted(listed)


@pytest.mark.parametrize("output", ["{known}/", "{known}/../known/", "{known}/lists/", "{known}/exceptions.csv"])
def test_what_the_user_knows_is_never_written_over(scanned: Path, known: Path, output: str) -> None:
    before = (known / "exceptions.csv").read_bytes()
    words = ("--policy", "outgoing=2", "--context", known, "-o", output.format(known=known))
    done = run("exceptions", scanned, *words)
    assert done.returncode == 2
    assert done.stderr == f"ntlmscan: {known}: is the folder of --context; nothing in it is written over\n"
    assert [(one.name, one.read_bytes()) for one in known.iterdir()] == [("exceptions.csv", before)]


@pytest.mark.parametrize("slash", ["/", ""])
def test_no_list_in_force_in_the_folder_is_written_over(scanned: Path, tmp_path: Path, slash: str) -> None:
    words = ("exceptions", scanned, "--policy", "outgoing=2", "-o", f"{tmp_path}{slash}")
    mine = tmp_path / "mine.txt"
    mine.write_text("fs1\n", encoding="utf-8")
    assert run(*words, "--exceptions-outgoing", mine).returncode == 0
    written = tmp_path / "outgoing-2-ClientAllowedNTLMServers.txt"
    (tmp_path / "evidence.csv").unlink()
    before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    assert set(before) == {"mine.txt", written.name}
    done = run(*words, "--exceptions-outgoing", written)
    assert (done.returncode, done.stderr) == (
        2,
        f"ntlmscan: {written}: is a list in force, which is never written over\n",
    )
    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == before


@pytest.mark.parametrize("words", [("query", "hosts"), ("timeline",), ("simulate",)])
def test_no_answer_lands_among_what_the_user_knows(scanned: Path, known: Path, words: tuple[str, ...]) -> None:
    done = run(*words, scanned, "--context", known, "-o", known / "hosts.csv")
    assert done.returncode == 2
    assert [one.name for one in known.iterdir()] == ["exceptions.csv"]


def test_a_bare_asterisk_is_remarked(scanned: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("*\n", encoding="utf-8")
    words = ("--policy", "domain=1", "--exceptions-domain", tmp_path / "list.txt", "--format", "csv")
    done = run("simulate", scanned, *words)
    assert any(line.startswith("domain=1,all,,0,0,5,") for line in done.stdout.splitlines())
    assert "the entry * lifts the policy altogether" in done.stderr


def test_an_unproposed_name_stands_in_no_list(scanned: Path, tmp_path: Path) -> None:
    done = run("exceptions", scanned, "--policy", "outgoing=2", "-o", tmp_path / "list.txt")
    assert done.stdout == ""
    assert "*" not in (tmp_path / "list.txt").read_text(encoding="utf-8")


REFUSED = (
    (("simulate", "--policy", "nope=1"), "no policy is called 'nope=1'; there are: incoming=1|2, outgoing=2"),
    (("simulate", "--policy", "outgoing=1"), "RestrictSendingNTLMTraffic = 1 audits and refuses nothing"),
    (("exceptions", "--policy", "v1sso=0"), "BlockNtlmv1SSO = 0 audits and refuses nothing"),
    (("simulate", "--policy", "domain=2"), "RestrictNTLMInDomain has no value 2"),
    (("simulate", "--policy", "domain"), "'domain' has no value"),
    (("simulate", "--policy", "smb:CONTOSO=1"), "only domain can be asked of one domain"),
    (("simulate", "--policy", "domain:NOWHERE=3"), "no record names a domain 'NOWHERE'; there are: "),
    (("exceptions", "--policy", "incoming=1", "--format", "text"), "incoming=1 has no exception list"),
    (
        ("simulate", "--policy", "domain=1", "--exceptions-smb", "{tmp}/good.txt"),
        "a list for 'smb' was given, and no policy that it belongs to: smb=1",
    ),
    (("exceptions", "--format", "text"), "text holds the list of one policy"),
    (("exceptions", "-o", "{tmp}/good.txt/"), "good.txt: a file has that name; name a folder"),
    (("exceptions", "-o", "{tmp}/lists/", "--format", "text"), "--format text: a folder holds each list as text"),
    (("exceptions", "-o", "{tmp}/lists/", "--format", "table"), "--format table: a folder holds each list as text"),
    (("simulate", "-o", "{tmp}/a.csv", "--format", "table"), "a.csv: a table is for reading in the terminal"),
    (
        ("exceptions", "--policy", "smb=1", "--exceptions-smb", "{tmp}/good.txt", "-o", "{tmp}/good.txt"),
        "good.txt: is a list in force, which is never written over",
    ),
    (("simulate", "--exceptions-smb", "{tmp}/none.txt"), "none.txt: cannot be read: "),
    (("simulate", "--exceptions-smb", "{tmp}/stars.txt"), "stars.txt:2: 'f*s*' has more than one asterisk"),
    (("simulate", "--exceptions-outgoing", "{tmp}/words.txt"), "words.txt:1: 'fs1 fs2' is no server name"),
    (("exceptions", "--exceptions-domain", "{tmp}/commas.txt"), "commas.txt:3: 'fs1,fs2' is no server name"),
)


@pytest.mark.parametrize(("words", "message"), REFUSED, ids=[row[1][:30] for row in REFUSED])
def test_what_cannot_be_done_is_one_line_and_status_2(
    scanned: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    for name, text in (
        ("good", "fs1\n"),
        ("stars", "fs1\nf*s*\n"),
        ("words", "fs1 fs2\n"),
        ("commas", "a\n\nfs1,fs2\n"),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    done = run(words[0], scanned, *(word.format(tmp=tmp_path) for word in words[1:]))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
