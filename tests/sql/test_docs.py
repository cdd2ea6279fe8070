"""The page about the analyses says what the headers of the SQL files say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

WRITER = Path(__file__).resolve().parents[2] / ".ci" / "analyses_doc.py"


def test_the_page_is_made_from_the_headers() -> None:
    done = subprocess.run([sys.executable, WRITER, "--check"], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
