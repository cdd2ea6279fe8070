"""Docstrings of the figures: examples that run on a log, every argument named; and colours that can be told apart."""

from __future__ import annotations

import doctest
import inspect
import re
import subprocess
from itertools import combinations
from pathlib import Path

import ntlmscan.plot
import pytest
from ntlmscan.plot._figure import THEMES

FUNCTIONS = [getattr(ntlmscan.plot, name) for name in ntlmscan.plot.__all__]

# Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB.
SEEN_BY = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cone": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green cone": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
}


@pytest.fixture(scope="module")
def log(fixtures_binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plot") / "demo"
    subprocess.run([fixtures_binary, "demo", folder], check=True, stdout=subprocess.DEVNULL)
    return folder / "CONTOSO-FS1" / "Security.evtx"


@pytest.mark.parametrize("documented", [ntlmscan.plot, *FUNCTIONS], ids=lambda one: one.__name__)
def test_its_examples_hold(documented, log):
    test = doctest.DocTestParser().get_doctest(inspect.getdoc(documented) or "", {"LOG": str(log)}, "plot", None, None)
    report: list[str] = []
    doctest.DocTestRunner().run(test, out=report.append)
    assert test.examples
    assert not report, "".join(report)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.__name__)
def test_its_arguments_are_explained(function):
    for parameter in inspect.signature(function).parameters:
        assert re.search(rf"^    {parameter}: ", inspect.getdoc(function) or "", re.MULTILINE), parameter


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, eye: str) -> tuple[float, ...]:
    """L, a and b of Oklab as that eye sees it."""
    red, green, blue = (
        max(0.0, sum(weight * part for weight, part in zip(row, linear(colour), strict=True))) for row in SEEN_BY[eye]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_colours_stand_out_from_the_paper(theme):
    assert min(contrast(colour, theme.paper) for colour in (*theme.series, theme.rest)) >= 3
    assert min(contrast(colour, theme.paper) for colour in (theme.ink, theme.muted)) >= 4.5


@pytest.mark.parametrize("eye", SEEN_BY)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_series_differ_for_every_eye(theme, eye):
    series = theme.series[:6]
    near = min((sum((a - b) ** 2 for a, b in zip(seen(one, eye), seen(other, eye), strict=True)) ** 0.5, one, other)
               for one, other in combinations(series, 2))  # fmt: skip
    assert near[0] > 0.05, near


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_scale_keeps_its_order_in_grey(theme):
    lights = [luminance(colour) for colour in theme.scale]
    assert lights in (sorted(lights), sorted(lights, reverse=True))
    assert contrast(theme.scale[0], theme.paper) >= 1.4
