"""M3, M4: what an object remembers survives what portals and other versions do to a description."""

from dataclasses import replace
from datetime import date

import pytest

from managed_apparaten.core.address import Address
from managed_apparaten.resource.applied import Applied, Day, read, with_line, without
from managed_apparaten.resource.marker import Marker, marked, split

LINE = Applied(
    7, date(2026, 11, 21), 93, 88, (25, 25, 30, 10, 1), ("c6663500",), "0123abcd", loosened=True, lifted=True
)
COUNTED = replace(
    LINE,
    seen=(Day(date(2026, 11, 19), 14, 12, 0), Day(date(2026, 11, 20), 1, 0, 1)),
    own=Day(date(2026, 11, 21), 93, 88, 6),
)
MARKER = Marker("zilverdam", Address("ios_compliance", "college"), "0" * 16, protect=True)


@pytest.mark.parametrize("text", ["", "Text", "Text\nof two lines"])
def test_it_is_no_text_and_the_marker_stays_last(text: str) -> None:
    whole = with_line(marked(text, MARKER), LINE)
    assert read(whole) == LINE
    assert split(whole) == (text, MARKER)
    assert whole.endswith(str(MARKER))
    assert with_line(whole, LINE) == whole


def test_words_that_we_do_not_know_are_left_out() -> None:
    assert read(str(LINE).replace("]", " later=1 more]")) == LINE
    assert read(str(LINE).replace("10,1", "10,1,99")) == LINE


@pytest.mark.parametrize(
    "text",
    [None, "", "[apparaten-applied ]", "[apparaten-applied n=x]", str(LINE).replace("on=2026", "on=20x6"),
     str(LINE).replace("limits=25,25,30,10,1", "limits=25"), str(LINE).replace("people=93", "people=-1"), str(MARKER)],
)  # fmt: skip
def test_what_cannot_be_understood_says_nothing(text: str | None) -> None:
    assert read(text) is None


def test_line_breaks_that_became_spaces_change_nothing() -> None:
    whole = with_line(marked("Text", MARKER), LINE).replace("\n", " ")
    assert read(whole) == LINE
    assert without(whole) == f"Text {MARKER}"


def test_what_was_counted_of_each_day_is_read_back() -> None:
    """F1, F2: also when a later version counts more of a day."""
    assert str(COUNTED).endswith("lifted seen=2026-11-19/14/12/0,2026-11-20/1/0/1 own=2026-11-21/93/88/6]")
    assert read(str(COUNTED)) == COUNTED
    assert read(str(COUNTED).replace("93/88/6]", "93/88/6/5]")) == COUNTED
    assert read(str(replace(LINE, own=COUNTED.own))) == replace(LINE, own=COUNTED.own)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" own=2026-11-21/93/88/6", ""),
        ("own=2026-11-21", "own=2026-13-21"),
        ("/88/6", "/88"),
        ("14/12/0", "14/-12/0"),
        ("14/12/0", "x"),
    ],
)
def test_counts_that_cannot_be_understood_are_none(old: str, new: str) -> None:
    """F1, F2: such a line counts as one of a version that did not count."""
    assert read(str(COUNTED).replace(old, new)) == LINE
