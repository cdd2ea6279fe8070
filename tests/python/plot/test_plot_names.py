"""Names out of logs in figures: nothing but letters, of bounded length, and never two names for one."""

from __future__ import annotations

import re
import unicodedata

import ntlmscan.plot
import pytest
from ntlmscan.plot._text import amount, hover, inert, label, lines

from .hostile import NAMES, events, texts

OURS = re.compile(r"</?(?:b|i|br|sup|span)(?: style=\"[a-z0-9:;#-]*\")?>")
FIGURES = {
    "trend": lambda table, **more: ntlmscan.plot.trend(table, top=99, **more),
    "pareto": lambda table, **more: ntlmscan.plot.pareto(table, **more),
    "bars": lambda table, **more: ntlmscan.plot.bars(table, stack="user_name", **more),
    "flow": lambda table, **more: ntlmscan.plot.flow(table, levels=("user_name", "computer"), **more),
    "matrix": lambda table, **more: ntlmscan.plot.matrix(table, **more),
    "calendar": lambda table, **more: ntlmscan.plot.calendar(table, by="user_name", **more),
    "coverage": lambda table, **more: ntlmscan.plot.coverage(
        table.rename_columns(["hour", *table.column_names[1:]]), **more
    ),
}


def undressed(text: str) -> str:
    """What is left beside our own markup."""
    return OURS.sub("", text)


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_hostile_name_is_letters(figure, name):
    for text in texts(FIGURES[figure](events([name, name, None]), title=name)):
        if text in ("%{customdata}<extra></extra>", "%{text}<extra></extra>"):
            continue
        assert not set(undressed(text)) & set("<>$")
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs", "Cn")]
        assert len(text) < 1_000


@pytest.mark.parametrize("figure", FIGURES)
def test_the_page_has_no_element_of_a_log(figure):
    page = FIGURES[figure](events([*NAMES])).to_html(include_plotlyjs=False)
    assert "<img" not in page
    assert 'javascript:alert(1)">' not in page
    assert page.count("</script>") == page.count("<script")


@pytest.mark.parametrize("figure", ["pareto", "matrix", "coverage"])
def test_names_that_look_alike_stay_apart(figure):
    alike = ["x" * 40 + one + "y" * 40 for one in "abc"]
    drawn = FIGURES[figure](events(alike))
    assert len(drawn.layout.yaxis.ticktext) == 3
    assert len(set(drawn.layout.yaxis.ticktext)) == 1
    assert list(drawn.layout.yaxis.tickvals) == [0, 1, 2]


def test_null_is_not_the_name_not_recorded():
    drawn = ntlmscan.plot.pareto(events([None, "not recorded", "<i>not recorded</i>"]))
    assert sorted(drawn.layout.yaxis.ticktext) == [
        label("<i>not recorded</i>"),
        "<i>not recorded</i>",
        "not recorded",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a&b", "a&amp;b"), ("$1", "&#36;1"), ("\u202e", "\\u202e"), ("\n", "\\u000a"), ("ß漢", "ß漢"), ("'\"", "'\"")],
)
def test_inert(text, shown):
    assert inert(text) == shown


def test_long_names_keep_both_ends_and_say_their_length():
    name = "begin" + "x" * 9_990 + "ender"
    assert re.fullmatch(r"begin\w+…\w+ender", label(name))
    assert len(label(name)) == 24
    assert hover(name).endswith("<br>… (10,000 characters)")
    assert max(map(len, hover(name).split("<br>"))) == 60


def test_sentences_break_before_a_narrow_screen_ends():
    assert max(map(len, lines("word " * 60))) < 58
    assert lines("") == []


def test_one_is_not_many():
    assert amount(1, "records") == "1 record"
    assert amount(1_000, "records") == "1,000 records"
    assert amount(2.5, "<x>") == "2.5 &lt;x&gt;"
