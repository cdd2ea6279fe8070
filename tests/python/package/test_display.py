"""What notebooks show: tables in which nothing of a log is markup."""

from __future__ import annotations

from html.parser import HTMLParser

import ntlmscan
import pytest
from ntlmscan import _html

MEAN = "</td><script>alert(1)</script><img src=x onerror='alert(\"2\")'>\u202eevil\x1b[31m&amp;"


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, text: str) -> None:
        self.text += text


TABLE_TAGS = {"table", "thead", "tbody", "tr", "td", "th"}


def test_texts_are_escaped():
    page = Tags(_html.pairs({MEAN: MEAN}) + _html.table([MEAN], [[MEAN]]))
    assert page.tags == TABLE_TAGS
    assert "\u202e" not in page.text
    assert "\x1b" not in page.text
    assert page.text.count("<script>alert(1)</script>") == 4


def test_a_result_shows_its_totals(demo):
    result = ntlmscan.scan({MEAN: (demo / "CONTOSO-PC1" / "Security.evtx").read_bytes()})
    page = Tags(result._repr_html_())
    assert page.tags == TABLE_TAGS
    assert f"{result.summary.records:,}" in page.text
    assert all(table.name in page.text for table in result.tables)


def test_a_record_shows_its_fields(demo):
    content = (demo / "CONTOSO-PC1" / "Security.evtx").read_bytes()
    record = next(one for one in ntlmscan.records(content) if one.event_id == 4624)
    page = Tags(record._repr_html_())
    assert page.tags == TABLE_TAGS
    assert "TargetUserName" in page.text
    detail = Tags(ntlmscan.show(content, record.byte_offset)._repr_html_())
    assert detail.tags == TABLE_TAGS
    assert "user_name" in detail.text


def test_what_a_log_says_is_never_markup(log):
    """A name in a record becomes markup of the same length."""
    content = log.read_bytes()
    name, mean = "CONTOSO-PC1".encode("utf-16-le"), "<b>&x</b>'\"".encode("utf-16-le")
    assert len(name) == len(mean)
    broken = content.replace(name, mean)
    pages = [record._repr_html_() for record in ntlmscan.records(broken)]
    pages += [ntlmscan.show(broken, record.byte_offset)._repr_html_() for record in ntlmscan.records(broken)]
    assert any("<b>&x</b>" in Tags(page).text for page in pages)
    assert all(Tags(page).tags == TABLE_TAGS for page in pages)


@pytest.mark.parametrize("entry", ntlmscan.catalogue(), ids=lambda entry: f"{entry.event_id}-{entry.event}")
def test_every_catalogue_entry_shows_its_table(entry):
    page = Tags(entry._repr_html_())
    assert page.tags == TABLE_TAGS
    assert entry.title in page.text
    assert all(field.name in page.text for field in entry.fields)


def test_a_schema_shows_its_columns():
    page = Tags(ntlmscan.schema()._repr_html_())
    assert "text*" in page.text


def test_the_catalogue_by_id():
    assert {entry.event_id for entry in ntlmscan.catalogue(100)} == {100}
    assert len(ntlmscan.catalogue(100)) == 2
    assert ntlmscan.catalogue(9) == []
    for wrong in (-1, 65536):
        with pytest.raises(ntlmscan.ArgumentError):
            ntlmscan.catalogue(wrong)
