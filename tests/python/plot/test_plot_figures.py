"""Figures from every kind of table: no row, one row, thousands of names, wrong arguments, and the numbers in them."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, timedelta

import duckdb
import ntlmscan.plot
import polars
import pyarrow as pa
import pytest

from .hostile import START, coverage, events, texts

OF_EVENTS = [
    ntlmscan.plot.trend,
    ntlmscan.plot.pareto,
    ntlmscan.plot.matrix,
    ntlmscan.plot.bars,
    ntlmscan.plot.calendar,
]
ALL = [*OF_EVENTS, ntlmscan.plot.coverage]
MANY = [f"host-{at % 3000:04}" for at in range(3001)]


def title(figure) -> str:
    return str(figure.layout.title.text)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("draw", OF_EVENTS)
def test_no_rows_prove_nothing(draw, theme):
    figure = draw(events([]), theme=theme)
    assert not figure.data
    assert "No rows" in figure.layout.annotations[0].text


def test_no_known_hour_is_said():
    assert "No hour of any log is known" in ntlmscan.plot.coverage(coverage()).layout.annotations[0].text


@pytest.mark.parametrize("draw", OF_EVENTS)
def test_one_row(draw):
    assert draw(events(["PC1"])).data


def test_pareto_counts_and_tells_of_the_others():
    figure = ntlmscan.plot.pareto(events(["a"] * 7 + ["b"] * 2 + [None]), top=2)
    bars, line = figure.data
    assert list(bars.x) == [7, 2, 1]
    assert list(line.x) == [70, 90, 100]
    assert figure.layout.yaxis.ticktext == ("a", "b", "<i>others (1 name)</i>")
    assert "2 names of 3: 90% of 10 records" in title(figure)


def test_thousands_of_names_share_a_bar():
    figure = ntlmscan.plot.pareto(events(MANY), top=5)
    assert figure.layout.yaxis.ticktext[-1] == "<i>others (2,995 names)</i>"
    assert sum(figure.data[0].x) == 3001


def test_matrix_adds_the_others_up():
    table = pa.table({"user_name": ["u", "u", "v", None], "computer": ["x", "y", "x", "z"], "n": [5, 1, 10, 100]})
    heat = ntlmscan.plot.matrix(table, weight="n", top=1).data[0]
    assert [[None if one is None else round(10**one) for one in row] for row in heat.z] == [[100, None], [None, 16]]
    assert "others (2 names)<br>others (2 names)<br>16 n" in heat.text[1][1]


def test_matrix_of_a_column_with_itself_is_a_diagonal():
    heat = ntlmscan.plot.matrix(events(["a", "a", "b"]), rows="computer", columns_by="computer").data[0]
    assert [[one is None for one in row] for row in heat.z] == [[False, True], [True, False]]


PARTED = pa.table({"policy": ["x", "x", "y", "z"], "verdict": ["b", "a", "b", "c"], "n": [5, 1, 9, 2]})


def test_bars_are_made_of_their_parts():
    figure = ntlmscan.plot.bars(PARTED, by="policy", stack="verdict", weight="n", parts=("a",), top=2)
    assert figure.layout.yaxis.ticktext == ("y", "x", "<i>others</i>")
    assert {one.name: list(one.x) for one in figure.data} == {
        "a": [None, 1, None],
        "b": [9, 5, None],
        "c": [None, None, 2],
    }
    assert figure.data[0].name == "a"
    assert "17 n" in title(figure)


def test_bars_in_an_order_of_their_own_state_no_total():
    figure = ntlmscan.plot.bars(PARTED, by="policy", weight="n", names=("x", "y", "z"))
    assert figure.layout.yaxis.ticktext == ("x", "y", "z")
    assert "17" not in title(figure)


FLOWS = pa.table(
    {"client": ["p", "p", "q", "r"], "cause": ["i", "i", "j", "j"], "server": ["s", "t", "t", "t"], "n": [3, 4, 2, 1]}
)


def test_flow_keeps_the_sum_of_each_level():
    flow = ntlmscan.plot.flow(FLOWS, levels=("client", "cause", "server"), weight="n", top=2).data[0]
    assert list(flow.node.label) == ["p", "i", "t", "s", "q", "j", "<i>others</i>"]
    assert sum(flow.link.value) == 2 * 10
    assert [text.split("<br>")[1] for text in flow.node.customdata] == ["7 n", "7 n", "7 n", "3 n", "2 n", "3 n", "1 n"]


def test_flow_needs_two_levels_and_rows():
    assert not ntlmscan.plot.flow(FLOWS.slice(0, 0), levels=("client", "server")).data
    with pytest.raises(ValueError, match="two different columns"):
        ntlmscan.plot.flow(FLOWS, levels=("client", "client"))


def test_trend_stacks_names_and_keeps_the_total():
    figure = ntlmscan.plot.trend(events(MANY, timedelta(minutes=1)), top=3)
    assert len(figure.data) == 4
    assert sum(number or 0 for bars in figure.data for number in bars.y) == 3001
    assert "empty bin is unknown" in title(figure)


def test_trend_hatches_what_no_log_knows():
    known = coverage(("PC1", "Security", 0, 1, 5), ("PC1", "Security", 3, 9, 9))
    figure = ntlmscan.plot.trend(events(["a"]), coverage=known, step="hour")
    series = {one.name: one for one in figure.data}
    assert list(series["a"].y) == [1, None, None, None]
    assert list(series["time known"].y) == [1, None, None, 1]
    assert [one[11:16] for one in series["not known"].x] == ["01:30", "02:30"]


def test_silence_between_consecutive_records_is_known():
    rows = ("PC1", "Security", 0, 1, 5), ("PC1", "Security", 3, 6, 9)
    assert None not in ntlmscan.plot.coverage(coverage(*rows), step="hour").data[0].z[0]
    assert ntlmscan.plot.coverage(coverage(*rows, forwarded=True), step="hour").data[0].z[0] == [1, None, None, 1]


def test_coverage_takes_the_mean_of_the_logs_and_names_each():
    rows = (
        ("PC1", "Security", 0, 1, 1),
        ("PC1", "Microsoft-Windows-NTLM/Operational", 1, 1, 1),
        ("PC1", "Setup", 0, 1, 1),
    )
    heat, unknown = ntlmscan.plot.coverage(coverage(*rows), step="hour").data
    assert heat.z[0] == [0.5, 0.5]
    assert "Security: 1 of 1 h known" in heat.text[0][0]
    assert "NTLM/Operational: unknown" in heat.text[0][0]
    assert list(unknown.x) == [None]
    assert ntlmscan.plot.coverage(coverage(*rows), channels=["Setup"], step="hour").data[0].z[0] == [1]


def test_the_least_known_hosts_are_kept():
    rows = [("good", "Security", hour, hour, hour) for hour in range(5)] + [("bad", "Security", 0, 1, 1)]
    figure = ntlmscan.plot.coverage(coverage(*rows), top=1)
    assert figure.layout.yaxis.ticktext == ("bad",)
    assert "The 1 hosts known least, of 2" in title(figure)


def test_calendar_takes_the_mean_of_the_known_hours():
    """START is a Monday: two Mondays are known from 0 to 1, one from 3 to 4, and nothing else."""
    week = 24 * 7
    known = coverage(("PC1", "Security", 0, 1, 5), ("PC1", "Security", 3, 9, 9), ("PC1", "Security", week, 20, 20))
    table = events(["a", "b", "a"])
    heat, unknown = ntlmscan.plot.calendar(table, coverage=known).data
    assert heat.z[0][:5] == [1.5, None, None, 0, None]
    assert set(heat.z[1]) == {None}
    assert heat.text[0][0] == "Monday, 00:00 to 01:00 UTC<br>3 records<br>in 2 known hours"
    assert len(unknown.x) == 7 * 24 - 2


def test_a_row_of_the_calendar_makes_its_hour_known():
    heat, unknown = ntlmscan.plot.calendar(events(["a"]), coverage=coverage(("PC1", "Security", 5, 1, 5))).data
    assert heat.z[0][0] == 1
    assert (0, 0) not in set(zip(unknown.x, unknown.y, strict=True))


def test_calendar_of_names_shows_when_and_folds_the_others():
    table = events(["often", "often", "often", "seldom", "never seen again"], timedelta(hours=5))
    figure = ntlmscan.plot.calendar(table, by="computer", top=2)
    assert figure.layout.yaxis.ticktext[0] == "often"
    assert figure.layout.yaxis.ticktext[2] == "<i>others</i>"
    assert [row.index(1) for row in figure.data[0].z[1:]] == [20, 15]
    assert [hour for hour, value in enumerate(figure.data[0].z[0]) if value] == [0, 5, 10]
    assert "first 2 of 3 names" in title(figure)


def test_trend_without_rows_shows_what_is_known():
    known = coverage(("PC1", "Security", 0, 1, 5), ("PC1", "Security", 3, 9, 9))
    figure = ntlmscan.plot.trend(events([]), coverage=known, step="hour")
    assert "No rows in the time that is known." in texts(figure)
    assert list(next(one for one in figure.data if one.name == "time known").y) == [1, None, None, 1]


def test_times_beyond_belief_are_left_out_and_counted():
    times = [datetime(1601, 1, 1), datetime(9999, 12, 31), START.replace(tzinfo=None), None]
    table = pa.table({"time": pa.array(times, pa.timestamp("us")), "event_group": ["a"] * 4})
    figure = ntlmscan.plot.trend(table)
    assert "3 rows without a time between 1993" in title(figure)
    assert len(figure.data[0].x) == 1


@pytest.mark.parametrize(
    ("span", "phrase"), [(3, "hour"), (24 * 60, "day"), (24 * 1000, "week"), (24 * 9000, "28 days")]
)
def test_bins_grow_with_the_window(span, phrase):
    assert f"in one {phrase}" in ntlmscan.plot.trend(events(["a"] * 2, timedelta(hours=span))).layout.yaxis.title.text


@pytest.mark.parametrize(
    "convert",
    [
        polars.DataFrame,
        lambda table: table.to_pandas(),
        lambda table: duckdb.from_arrow(table),
        lambda table: table.to_batches()[0],
        lambda table: table.to_reader(),
        lambda table: polars.from_arrow(table).with_columns(polars.col("user_name").cast(str)),
    ],
    ids=["polars", "pandas", "duckdb", "batch", "reader", "views"],
)
@pytest.mark.parametrize("draw", OF_EVENTS)
def test_whatever_speaks_arrow(draw, convert):
    table = events(["a", "b", None])
    assert texts(draw(convert(table))) == texts(draw(table))


def test_days_as_dates():
    table = pa.table({"day": pa.array([START.date()] * 2), "accesses": [3, 4]})
    figure = ntlmscan.plot.trend(table, by=None, time="day", weight="accesses", step="day")
    assert list(figure.data[0].y) == [7]


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize(
    ("more", "error"),
    [({"top": 0}, ValueError), ({"theme": "pink"}, ValueError), ({"data": [1]}, TypeError),
     ({"data": pa.table({"x": [1]})}, ValueError)],
)  # fmt: skip
def test_wrong_arguments_are_told(draw, more, error):
    with pytest.raises(error):
        draw(**{"data": events(["a"]), **more})


def test_a_step_that_makes_too_many_bins_is_told():
    with pytest.raises(ValueError, match="too many"):
        ntlmscan.plot.trend(events(["a"] * 2, timedelta(days=4000)), step="hour")
    with pytest.raises(ValueError, match="none of hour, day"):
        ntlmscan.plot.trend(events(["a"]), step="minute")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a column of times"):
        ntlmscan.plot.trend(events(["a"]), time="computer")


def test_without_plotly_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "plotly.graph_objects", None)
    with pytest.raises(ImportError, match=r"pip install 'ntlmscan\[plot\]'"):
        ntlmscan.plot.pareto(events(["a"]))


def test_nothing_is_loaded_before_it_is_needed():
    code = (
        "import sys, ntlmscan; assert 'ntlmscan.plot' not in sys.modules; ntlmscan.plot.trend;"
        "assert not {'plotly', 'pyarrow', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_calendar_of_nothing_but_zeros_says_that_there_are_no_rows():
    table = events(["a", "b"]).append_column("zeros", pa.array([0, 0]))
    for by in (None, "computer"):
        shown = ntlmscan.plot.calendar(table, weight="zeros", by=by)
        assert shown == ntlmscan.plot.calendar(table.slice(0, 0), weight="zeros", by=by)
