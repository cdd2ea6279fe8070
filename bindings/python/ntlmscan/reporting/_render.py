"""Pages to one HTML file: charts in both themes, data as JSON, scripts under a policy of hashes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ._answers import Answers
from ._embedded import json_block, policy, script
from ._evidence import Evidence
from ._model import Cell, Chart, Code, Page, Table, Tiles
from ._scope import Scope
from ._text import visible

_SCRIPTS = ("theme.js", "charts.js", "tables.js", "csv.js", "drill.js", "start.js")


def render(title: str, scope: Scope, pages: Sequence[Page], answers: Answers) -> str:
    """The whole file."""
    evidence = Evidence()
    data: dict[str, Any] = {"tables": {}, "charts": {}}
    shown = [
        {**vars(page), "blocks": [_shown(block, data, evidence, answers) for block in page.blocks]} for page in pages
    ]
    data |= evidence.resolve(answers)
    scripts = [script(_plotly()), script(_our_script())]
    return (
        _environment()
        .from_string(_static("page.html"))
        .render(
            title=title,
            scope=scope,
            pages=shown,
            policy=policy(scripts),
            style=Markup(_static("report.css")),
            data=Markup(json_block(data)),
            plotly=Markup(scripts[0]),
            script=Markup(scripts[1]),
        )
    )


def _shown(block: Any, data: dict[str, Any], evidence: Evidence, answers: Answers) -> Any:
    """The block as the template reads it; what scripts read of it goes to `data`."""
    if isinstance(block, Table):
        most = answers.limits.drilled
        drills = [evidence.add(drill, held=at < most) for at, drill in enumerate(block.drills)]
        data["tables"][block.key] = {
            "titles": [column.title for column in block.columns],
            "kinds": [column.kind for column in block.columns],
            "rows": block.rows,
            "total": block.total,
            "drills": drills,
            "drill_column": block.drill_column,
        }
    elif isinstance(block, Chart):
        light, dark = (json.loads(block.draw(theme).to_json()) for theme in ("light", "dark"))
        data["charts"][block.key] = {"figure": light, "dark": list(_differences(light, dark, ()))}
    elif isinstance(block, Tiles):
        tiles = [{**vars(tile), "drill_at": evidence.add(tile.drill, held=True)} for tile in block.tiles]
        return {"kind": block.kind, "tiles": tiles}
    return block


def _differences(one: Any, other: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """What to set, and where, to make `one` into `other`: themes differ in colours alone, never in shape."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key, value in one.items():
            yield from _differences(value, other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for at, value in enumerate(one):
            yield from _differences(value, other[at], (*path, at))
    elif one != other:
        yield path, other


@cache
def _environment() -> Environment:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    made.filters["visible"] = visible
    made.filters["shown"] = shown
    made.tests["code"] = lambda part: isinstance(part, Code)
    return made


def shown(value: Cell, kind: str) -> str:
    """A cell as the page's script shows it, for those who read without one."""
    if value is None:
        return ""
    if kind == "number" and isinstance(value, (int, float)):
        return f"{value:,}"
    if kind == "share" and isinstance(value, (int, float)):
        return f"{value:.1%}" if 0 < value < 0.1 else f"{value:.0%}"
    return str(value)


def _our_script() -> str:
    body = "\n".join(_static(name) for name in _SCRIPTS)
    return (
        f'"use strict";\n{{\nconst DATA = JSON.parse(document.getElementById("report-data").textContent);\n{body}}}\n'
    )


@cache
def _static(name: str) -> str:
    return files("ntlmscan.reporting").joinpath("static", name).read_text(encoding="utf-8")


@cache
def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    text: str = get_plotlyjs()
    return text
