"""One hostile report, written once, and one browser for all tests of its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ntlmscan
import pytest

from .browser import Browser
from .hostile_scan import HOSTILE, hostile_scan


@pytest.fixture(scope="session")
def scan() -> dict[str, Any]:
    """Tables full of hostile names."""
    return hostile_scan()


@pytest.fixture(scope="session")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a user may say, with hostile words."""
    folder = tmp_path_factory.mktemp("context")
    (folder / "changes.csv").write_text(
        'time,text\n2026-03-04,"</script><img src=x onerror=window.broken=1>"\n', encoding="utf-8"
    )
    (folder / "tiers.csv").write_text("account,tier\nCONTOSO\\+SUM(1),0\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def report(scan: dict[str, Any], context: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of these tables."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    ntlmscan.report(scan, path, title=HOSTILE[0], context=context)
    return path


@pytest.fixture(scope="session")
def one_browser() -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


@pytest.fixture
def browser(one_browser: Browser, report: Path) -> Browser:
    """The report, freshly opened on a wide light screen; a test ends well only if nothing was complained about."""
    one_browser.size(1280)
    one_browser.scheme("light")
    one_browser.complaints.clear()
    one_browser.requests.clear()
    one_browser.open(report)
    return one_browser
