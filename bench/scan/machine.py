"""What the numbers were measured on."""

import os
import platform
import re
import subprocess
from pathlib import Path


def _cpu() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].strip() if found else platform.machine()


def _memory_gib() -> float:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def first_line(*command: str | Path) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.splitlines()[0] if done.stdout else ""


def compiler(build: Path) -> str:
    """The compiler and build type that the build folder was configured with."""
    cache = (build / "CMakeCache.txt").read_text(encoding="utf-8")
    settings = dict(re.findall(r"^(\w+):\w+=(.*)$", cache, re.MULTILINE))
    lto = ", LTO" if settings.get("NTLMSCAN_LTO") == "ON" else ""
    version = first_line(settings["CMAKE_CXX_COMPILER"], "--version")
    return f"{version}, {settings.get('CMAKE_BUILD_TYPE', '')}{lto}"


def describe(build: Path) -> dict[str, str | int | float]:
    """Machine and build; the load tells whether others were at work."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count() or 0,
        "memory_gib": _memory_gib(),
        "system": f"{platform.system()} {platform.release()}",
        "compiler": compiler(build),
        "load_at_start": round(os.getloadavg()[0], 2),
    }


def commit(root: Path) -> str:
    """The commit that was built, with a mark where files differ from it."""
    return first_line("git", "-C", root, "describe", "--always", "--dirty")
