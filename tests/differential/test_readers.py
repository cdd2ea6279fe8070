"""The comparison itself sees what it must see: small documents instead of logs."""

from __future__ import annotations

import pytest

from tests.differential.against_evtx_dump import differences, parsed, rule_of
from tests.differential.against_libevtx import same_text
from tests.differential.event_xml import libevtx_leaves, own_leaves

OURS = (
    "<Event a='1'><System><EventID>5</EventID></System>"
    "<EventData><Data Name='X'>a\r\nb</Data><Data/></EventData></Event>\n"
)
THEIRS = """<Event a="1">
  <System>
    <EventID>5</EventID>
  </System>
  <EventData>
    <Data Name="X">a\r
b</Data>
    <Data/>
  </EventData>
</Event>
"""


def test_both_forms_of_xml_give_the_same_places_and_texts():
    assert own_leaves(OURS) == libevtx_leaves(THEIRS)


def test_a_text_that_looks_like_elements_stays_one_text():
    document = THEIRS.replace("a\r\nb", "<b>x</b></c> & <d/>")
    leaves = libevtx_leaves(document)
    assert leaves is not None
    assert ("Event/EventData/Data", "<b>x</b></c> & <d/>") in leaves


@pytest.mark.parametrize("cut", [THEIRS[:-9], THEIRS.replace("  </System>\n", ""), "text" + THEIRS])
def test_another_layout_is_refused(cut: str):
    assert libevtx_leaves(cut) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("a<b", "a&lt;b", True),
        ("a<b", "a<b", False),
        ("x", "x ", False),
        ("0x1f", "0x0000001f", True),
        ("0x1f", "0x0000002f", False),
        ("2016-07-08T18:12:51.6816408Z", "2016-07-08T18:12:51.681640800Z", True),
        ("2016-07-08T18:12:51.6816408Z", "2016-07-08T18:12:51.681640900Z", False),
        ("{54849625-5478-4994-a5ba-3e3b0328c30d}", "{54849625-5478-4994-A5BA-3E3B0328C30D}", True),
        ("{54849625-5478-4994-a5ba-3e3b0328c30d}", "{54849625-5478-4994-A5BA-3E3B0328C30E}", False),
        ("abc", "ABC", False),
    ],
)
def test_texts_are_the_same_in_form_or_not_at_all(ours: str, theirs: str, same: bool):
    assert same_text(ours, theirs) is same


@pytest.mark.parametrize(
    ("ours", "theirs", "places"),
    [
        (b'{"a":{"b":1}}', b'{"a":{"b":1}}', []),
        (b'{"a":{"b":1}}', b'{"a":{"b":"1"}}', ["/a/b"]),
        (b'{"a":1,"b":2}', b'{"b":2,"a":1}', [""]),
        (b'{"a":1}', b'{"a":1,"a":1}', [""]),
        (b'{"a":[1,2]}', b'{"a":[1,3]}', ["/a/1"]),
        (b'{"a":[]}', b'{"a":{}}', ["/a"]),
        (b'{"a":null}', b'{"a":""}', ["/a"]),
        (b'{"a":true}', b'{"a":1}', ["/a"]),
    ],
)
def test_json_is_compared_with_order_and_types(ours: bytes, theirs: bytes, places: list[str]):
    assert [place for place, *_ in differences(parsed(ours), parsed(theirs))] == places


@pytest.mark.parametrize(("ours", "theirs"), [(True, 0), (True, 1), ("1", "1.5"), ("x", "x.0"), (1, "2"), ("1", 1)])
def test_rules_do_not_cover_other_differences(ours: object, theirs: object):
    assert rule_of(ours, theirs) is None
