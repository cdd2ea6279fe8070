"""Writes the type stub of ntlmscan._core, the installed one, to standard output: what _core.pyi must hold."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path


def stub_of_installed() -> str:
    """As pybind11-stubgen makes it, formatted as the project formats Python."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pybind11_stubgen", "ntlmscan._core", "-o", folder, "--exit-code"]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        (made,) = Path(folder).rglob("*.pyi")
        subprocess.run(
            [sys.executable, "-m", "ruff", "format", "--quiet", "--isolated", "--line-length=120", made], check=True
        )
        return made.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(stub_of_installed())
