"""The documents agree with the code: fault codes, columns, names, links, and every byte of the worked examples."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
LIBRARY = ROOT / "libntlmscan"
SKIPPED_FOLDERS = {"build", ".git", "node_modules"}
EXAMPLE = "CONTOSO-DC3/Microsoft-Windows-NTLM%4Operational.evtx"

TYPE_NAMES = {
    "kDictText": "text*",
    "kText": "text",
    "kJson": "json",
    "kInt64": "int64",
    "kInt32": "int32",
    "kBool": "bool",
    "kTime": "time",
}
COLUMN_ARRAYS = {
    "events": "kEventColumns",
    "files": "kFileColumns",
    "coverage": "kCoverageColumns",
    "faults": "kFaultColumns",
}
# Pages with dumps of the example, and what their offsets count from.
HEX_PAGES = {"evtx.md": 0, "binxml.md": 4096}


def markdown_files() -> list[Path]:
    found = (path for path in ROOT.rglob("*.md") if not SKIPPED_FOLDERS & set(path.relative_to(ROOT).parts))
    return sorted(found)


def without_code(text: str) -> str:
    return re.sub(r"```.*?```", "", text, flags=re.DOTALL)


def table_rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.startswith("| "):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    return text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def test_every_fault_code_is_explained() -> None:
    source = (LIBRARY / "src" / "result.cpp").read_text(encoding="utf-8")
    header = (LIBRARY / "include" / "ntlmscan" / "result.hpp").read_text(encoding="utf-8")
    named = re.findall(r'\{FaultCode::(k\w+), "(\w+)"\}', source)
    enumerators = re.findall(r"^  (k\w+),$", header.split("enum class FaultCode")[1].split("};")[0], flags=re.MULTILINE)
    assert [code for code, _ in named] == enumerators, "result.cpp names the codes of result.hpp in their order"
    page = (DOCS / "faults.md").read_text(encoding="utf-8").split("\n## Numbers\n")[0]
    explained = [row[0].strip("`") for row in table_rows(page) if re.fullmatch(r"`[a-z_]+`", row[0])]
    severities = ["lost", "note", "tamper", "recovery"]
    assert explained == [*severities, *(name for _, name in named)]


def columns_in_code(array: str) -> list[tuple[str, str, str]]:
    source = (LIBRARY / "src" / "schema.cpp").read_text(encoding="utf-8")
    body = source.split(f"constexpr ColumnDef {array}[] = {{", 1)[1].split("\n};", 1)[0]
    columns = []
    for name, kind, texts, as_string in re.findall(r'\{"(\w+)",\s*(\w+),\s*((?:"[^"]*"\s*)+)(?:,\s*(true))?\}', body):
        shown = TYPE_NAMES[kind] + (" (s)" if as_string else "")
        columns.append((name, shown, "".join(re.findall(r'"([^"]*)"', texts))))
    return columns


@pytest.mark.parametrize("table", COLUMN_ARRAYS)
def test_the_columns_are_current(table: str) -> None:
    page = section((DOCS / "schema.md").read_text(encoding="utf-8"), f"`{table}`")
    first_table = page.split("\n### ", 1)[0].split("| column | type |", 1)[1].split("\n\n", 1)[0]
    shown = [(row[0].strip("`"), row[1], row[2]) for row in table_rows(first_table)]
    assert shown == columns_in_code(COLUMN_ARRAYS[table])


def anchors(path: Path) -> set[str]:
    """The anchors that a page's headings get."""
    headings = re.findall(r"^#+ (.*)$", without_code(path.read_text(encoding="utf-8")), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", markdown_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        page = path.parent / name if name else path
        if not page.exists() or (anchor and anchor not in anchors(page)):
            broken.append(target)
    assert broken == []


def source_words() -> set[str]:
    words: set[str] = set()
    for folder in ("libntlmscan", "cli", "fixtures"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".cpp", ".hpp", ".h"}:
                words.update(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    return words


def is_file(name: str) -> bool:
    places = (ROOT, LIBRARY / "src", LIBRARY / "include" / "ntlmscan")
    return any((place / name).exists() for place in places) or any((LIBRARY / "src").rglob(name))


@pytest.mark.parametrize(
    "path",
    [DOCS / "architecture.md", *sorted(DOCS.glob("formats/*.md")), *sorted(DOCS.glob("decisions/*.md"))],
    ids=lambda path: path.name,
)
def test_names_of_the_code_exist(path: Path) -> None:
    words = source_words()
    missing = []
    for text in re.findall(r"`([^`\n]+)`", without_code(path.read_text(encoding="utf-8"))):
        if re.fullmatch(r"[\w./]+/|[\w./]+\.(cpp|hpp|py|md)", text):
            missing += [] if is_file(text) else [text]
        elif re.fullmatch(r"\w+(::\w+)*(\(\))?", text) and re.search(r"[a-z][A-Z]|_|::", text):
            missing += [text for word in re.findall(r"\w+", text) if word not in words]
    assert missing == []


def test_decisions_are_numbered() -> None:
    pages = sorted(DOCS.glob("decisions/*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:4]}: ")
        headings = re.findall(r"^## (.*)$", text, flags=re.MULTILINE)
        assert headings == ["Context", "Choice", "Rejected", "What would change our mind"]


@pytest.fixture(scope="module")
def demo(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "demo"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.mark.parametrize("page", HEX_PAGES)
def test_dumps_show_the_bytes(page: str, demo: Path) -> None:
    log = (demo / EXAMPLE).read_bytes()
    text = (DOCS / "formats" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```hex\n(.*?)```", text, flags=re.DOTALL)
    assert blocks
    for block in blocks:
        lines = [line.split(maxsplit=2) for line in block.splitlines()[1:]]
        expected = int(lines[0][0], 16)
        for offset, size, rest in lines:
            assert int(offset, 16) == expected, f"a gap in front of {offset}"
            shown = re.match(r"(?:[0-9a-f]{2} )*[0-9a-f]{2}(?= )", rest)
            assert shown is not None
            at = HEX_PAGES[page] + expected
            count = min(len(shown[0].split()), int(size))
            assert log[at : at + count].hex(" ") == shown[0], f"bytes at {offset}"
            expected += int(size)


def test_the_row_of_the_example(demo: Path, ntlmscan_binary: Path) -> None:
    """docs/architecture.md shows the first row of the example, nulls left out."""
    call: list[str | Path] = [ntlmscan_binary, "scan", "--quiet", "-o", "-", f"demo/{EXAMPLE}"]
    out = subprocess.run(call, check=True, capture_output=True, text=True, encoding="utf-8", cwd=demo.parent).stdout
    row = json.loads(out.splitlines()[0])
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)```", text, flags=re.DOTALL)
    assert shown is not None
    assert json.loads(shown[1]) == {column: value for column, value in row.items() if value is not None}
