"""The report in a real browser: nothing escapes or overflows; it works by keyboard, in the dark and on paper."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import ntlmscan
import pytest
from ntlmscan.reporting._registry import PAGES as PAGES_OF_THE_REPORT

from .browser import Browser
from .hostile_scan import HOSTILE

PAGES = "[...document.querySelectorAll('.page')].map(page => page.id)"
# What an element that sticks out of the page, or text wider than its box, would be.
STICKING_OUT = """[...document.querySelectorAll('.page.shown *, .top *, nav *')].filter(one => {
  if (one.closest('.scroll') && !one.matches('.scroll') || one.closest('svg') || one.closest('.hidden') ||
    one.closest('pre')) return false;
  const box = one.getBoundingClientRect();
  return box.width && box.height && (box.right > innerWidth + 1 || box.left < -1) && getComputedStyle(one).visibility
    !== 'hidden';
}).map(one => one.outerHTML.slice(0, 120))"""
ACCOUNTS = len(HOSTILE) - 1 + 30  # "@SUM(A1)" is a domain without a name, and so no account
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# Words of a chart that its box cuts off.
CUT_OFF = """[...document.querySelectorAll('.page.shown .main-svg text')].filter(one => {
  const box = one.getBoundingClientRect(), chart = one.closest('.chart').getBoundingClientRect();
  return box.width && (box.right > chart.right + 2 || box.left < chart.left - 2);
}).map(one => one.textContent)"""


def clean(browser: Browser) -> None:
    assert browser.complaints == []
    assert browser.run("window.broken") is None
    assert browser.run("document.querySelectorAll('img, svg script, iframe, object, link[rel=stylesheet]').length") == 0
    assert [url for url in browser.requests if not url.startswith(("file:", "data:", "about:", "blob:"))] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_page_fits_and_nothing_is_complained_about(browser: Browser, width: int, scheme: str) -> None:
    browser.size(width)
    browser.scheme(scheme)
    slugs = browser.run(PAGES)
    assert len(slugs) == len(PAGES_OF_THE_REPORT)
    for slug in slugs:
        browser.show(slug)
        assert browser.run("[...document.querySelectorAll('.page.shown')].map(one => one.id)") == [slug]
        assert browser.run(OVERFLOW) <= 0, slug
        assert browser.run(STICKING_OUT) == [], slug
        assert browser.run(CUT_OFF) == [], slug
    assert browser.run("document.documentElement.dataset.theme") == scheme
    clean(browser)


def test_what_a_log_says_stays_text(browser: Browser) -> None:
    found = ""
    for slug in browser.run(PAGES):
        browser.show(slug)
        browser.run("""document.querySelectorAll('.page.shown .pager button').forEach(one => {
          if (one.textContent === 'Show all') one.click(); })""")
        found += browser.run("document.querySelector('.page.shown').textContent")
    for name in (HOSTILE[0], HOSTILE[1], "<b>bold</b>&amp;", "{{7*7}}", "o'neill; drop table events --", HOSTILE[10]):
        assert name.lower() in found.lower(), name
    assert "\u202e" not in found
    assert "\\u202egnp.exe" in found
    assert re.search(r"A…A+ \(10,0\d\d characters\)", found, re.IGNORECASE)
    assert "A" * 200 not in found
    clean(browser)


def test_every_value_stands_in_isolation(browser: Browser) -> None:
    for slug in browser.run(PAGES):
        browser.show(slug)
        assert browser.run("""[...document.querySelectorAll('.page.shown td')].every(cell =>
          cell.children.length === 1 && ['isolate', 'plaintext',
            'isolate-override'].includes(getComputedStyle(cell.firstChild).unicodeBidi)
          || cell.querySelector('button'))"""), slug


def test_the_policy_refuses_a_script_that_got_in(browser: Browser) -> None:
    browser.run(
        """document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.broken = 2'}))"""
    )
    browser.run("document.body.insertAdjacentHTML('beforeend', '<p onclick=\"window.broken = 3\" id=inserted>x</p>')")
    browser.run("document.getElementById('inserted').click()")
    assert browser.run("window.broken") is None
    assert any("Content Security Policy" in one for one in browser.complaints)


def test_tooltips_show_letters(browser: Browser) -> None:
    browser.show("servers")
    bars = ".page.shown .chart .bars path"
    told = set()
    for at in range(browser.run(f"document.querySelectorAll('{bars}').length")):
        x, y = browser.run(f"""(bar => {{
          bar.scrollIntoView({{block: 'center'}});
          const box = bar.getBoundingClientRect();
          return [box.x + 3, box.y + box.height / 2];
        }})(document.querySelectorAll('{bars}')[{at}])""")
        browser.hover(x, y)
        browser.run("new Promise(done => setTimeout(done, 120))")
        told.add(browser.run("[...document.querySelectorAll('.hoverlayer text')].map(one => one.textContent).join('')"))
    assert any("<img src=x" in one for one in told), told
    clean(browser)


def saved(browser: Browser, click: str) -> list[list[str]]:
    """What a button would have saved as CSV."""
    browser.run(
        "window.blobs = []; URL.createObjectURL = blob => { window.blobs.push(blob); return 'blob:none'; };"
        "HTMLAnchorElement.prototype.click = function () { window.named = this.download; }"
    )
    browser.run(click)
    text = browser.run("window.blobs[0].text()")
    assert browser.run("window.named").endswith(".csv")
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))


def test_a_downloaded_table_holds_all_rows_and_no_formula(browser: Browser) -> None:
    browser.show("accounts")
    rows = saved(browser, "document.querySelector('[data-csv=accounts]').click()")
    assert rows[0][:2] == ["Account", "Kind"]
    assert len(rows) == 1 + ACCOUNTS
    for row in rows:
        for value in row:
            assert (
                not value.lstrip().startswith(("=", "+", "-", "@")) or value.replace(".", "").lstrip("-").isdigit()
            ), value
    assert all("\u202e" not in value for row in rows for value in row)


def test_rows_can_be_filtered_and_sorted(browser: Browser) -> None:
    browser.show("accounts")
    browser.run("""(() => { const field = document.querySelector('[data-filter=accounts]'); field.value = 'srv1';
      field.dispatchEvent(new Event('input', {bubbles: true})); })()""")
    names = "[...document.querySelectorAll('#accounts tbody td:first-child')].map(cell => cell.textContent)"
    assert len(browser.run(names)) == 11
    assert browser.run("document.querySelector('#accounts .count').textContent") == f"11 match, of the {ACCOUNTS} rows"
    for direction in ("ascending", "descending"):
        browser.run("document.querySelector('#accounts [data-sort=\"0\"]').click()")
        assert browser.run("document.querySelector('#accounts th').getAttribute('aria-sort')") == direction
        found = browser.run(names)
        assert found == sorted(found, key=lambda name: int(name.split("srv")[1]), reverse=direction == "descending")


def test_a_number_leads_to_its_records_and_their_query(browser: Browser, scan: dict[str, Any], context: Path) -> None:
    browser.show("accounts")
    names = "[...document.querySelectorAll('#accounts tbody td:first-child')].map(cell => cell.textContent)"
    for at, account in enumerate(browser.run(names)[:20]):
        browser.run(f"document.querySelectorAll('#accounts tbody .drill')[{at}].click()")
        places = browser.run("[...document.querySelectorAll('#records-rows td.place')].map(cell => cell.textContent)")
        query = browser.run("document.getElementById('records-query').textContent")
        listed = ntlmscan.query(scan, query, context=context).to_pylist()
        assert len(places) == len(listed) > 0, account
        assert {int(place.rsplit("@", 1)[1]) for place in places} == {row["byte_offset"] for row in listed}
        browser.run("document.getElementById('records-close').click()")
    clean(browser)


def test_it_works_by_keyboard(browser: Browser) -> None:
    browser.press("Tab", 9)
    assert browser.run("document.activeElement.className") == "skip"
    seen = []
    for _ in range(60):
        browser.press("Tab", 9)
        seen.append(
            browser.run(
                "(one => one.hash || one.dataset.csv || one.dataset.drill || one.id || "
                "one.className)(document.activeElement)"
            )
        )
        if seen[-1] == "#accounts":
            break
    browser.press("Enter", 13, "\r")
    browser.run("new Promise(done => setTimeout(done, 200))")
    assert browser.run("location.hash") == "#accounts"
    assert browser.run("document.activeElement.id") == "accounts-title"
    for _ in range(40):
        browser.press("Tab", 9)
        if browser.run("document.activeElement.className") == "drill":
            break
    assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    browser.press("Enter", 13, "\r")
    assert browser.run("document.getElementById('records').open")
    browser.press("Escape", 27)
    assert not browser.run("document.getElementById('records').open")
    assert browser.run("document.activeElement.className") == "drill"


def test_a_telephone_has_a_menu(browser: Browser) -> None:
    browser.size(390, 800)
    assert browser.run("getComputedStyle(document.getElementById('pages')).display") == "none"
    browser.run("document.getElementById('menu').click()")
    assert browser.run("document.getElementById('menu').getAttribute('aria-expanded')") == "true"
    browser.run("document.querySelector('nav a[href=\"#noise\"]').click()")
    browser.run("new Promise(done => setTimeout(done, 200))")
    assert browser.run("getComputedStyle(document.getElementById('pages')).display") == "none"
    assert browser.run("document.querySelector('.page.shown').id") == "noise"


def test_colours_can_be_chosen_and_text_has_contrast(browser: Browser) -> None:
    for wanted in ("light", "dark"):
        browser.run("document.getElementById('theme').click()")
        assert browser.run("document.documentElement.dataset.theme") == wanted
        names = ["--paper", "--ink", "--muted", "--accent", "--warn", "--good", "--missing"]
        style = "getComputedStyle(document.documentElement)"
        colours = [browser.run(f"{style}.getPropertyValue('{name}').trim()") for name in names]
        for ink in colours[1:]:
            assert contrast(colours[0], ink) >= 4.5, (wanted, ink)
    browser.show("servers")
    drawn = browser.run("document.querySelector('.page.shown .chart .main-svg').style.background")
    assert drawn == "rgb(21, 23, 28)"


def contrast(one: str, other: str) -> float:
    """As WCAG defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_paper_has_every_page_and_every_chart(browser: Browser) -> None:
    browser.scheme("dark")
    assert browser.paper().startswith(b"%PDF")
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("[...document.querySelectorAll('[data-chart]')].every(one => one.querySelector('.main-svg'))")
    assert browser.run("document.documentElement.dataset.theme") == "light"
    assert browser.run("document.querySelectorAll('#accounts tbody tr').length") == 15
    assert "15 of them are printed; 9 of 17 columns are printed" in browser.run(
        "document.querySelector('#accounts .count').textContent"
    )
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("document.documentElement.dataset.theme") == "dark"
    clean(browser)


def test_the_file_needs_nothing_else(report: Path) -> None:
    text = report.read_text(encoding="utf-8")
    own = text.split('<script type="application/json"')[0]
    assert "src=" not in own.replace("&lt;img src=x", "").replace("img src=x onerror", "")
    assert "http://" not in own
    assert "https://" not in own
    assert len(text.encode()) <= 25_000_000
    assert json.loads(text.split('id="report-data">')[1].split("</script>")[0])["tables"]
