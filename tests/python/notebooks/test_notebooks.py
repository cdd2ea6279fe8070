"""The notebooks run from first cell to last: over the demo collection, real logs, and a host without NTLM."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[3] / "notebooks"
NOTEBOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))

Run = Callable[[str, Path], nbformat.NotebookNode]


@pytest.fixture(scope="session")
def demo(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "collection"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    def run_over(name: str, logs: Path) -> nbformat.NotebookNode:
        monkeypatch.setenv("NTLMSCAN_LOGS", str(logs))
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
        notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
        return NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(FOLDER)}}).execute()

    return run_over


def shown(notebook: nbformat.NotebookNode) -> str:
    """All that the cells put out."""
    return json.dumps([cell.get("outputs", []) for cell in notebook.cells])


def figures(notebook: nbformat.NotebookNode) -> int:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum("application/vnd.plotly.v1+json" in output.get("data", {}) for output in outputs)


def test_there_are_three():
    assert NOTEBOOKS == ["baseline", "first-look", "timeline"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_kept_without_outputs_and_opens_with_words(name):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    assert notebook.cells[0].cell_type == notebook.cells[-1].cell_type == "markdown"


@pytest.mark.parametrize(
    ("name", "finding"),
    [("first-look", "svc-copier"), ("baseline", "cifs/10.0.0.20"), ("timeline", "security_log_cleared")],
)
def test_a_notebook_finds_what_the_demo_holds(name, finding, run, demo):
    executed = run(name, demo / "CONTOSO-FS1" if name == "first-look" else demo)
    assert finding in shown(executed)
    assert figures(executed) >= 3


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_where_nothing_is_to_be_found(name, run, demo, tmp_path):
    shutil.copy(demo / "WEC1" / "System.evtx", tmp_path)
    run(name, tmp_path)


@pytest.mark.needs_corpus
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_over_a_real_controller(name, run, collections):
    assert "CITADEL-DC01" in shown(run(name, collections / "Win2012R2_StolenSzechuan"))
