"""What `validate` leaves out and says so, and what `validate --all` shows whole: 14b."""

import pytest

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.span import Span
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.pieces import paint
from managed_apparaten.render.problems import problem_lines
from managed_apparaten.render.snippet import cells, summary_lines
from managed_apparaten.render.words import Words

LANGUAGES: tuple[Lang, ...] = ("en", "nl")
APPS = [f"Some App Number {n} (com.example.a.rather.long.package.{n})" for n in range(40)]
LONG = "CN=" + "x" * 300
PLACES = tuple(
    Related(Span(f"apps/{n}.yaml", n, 1), "label.weak", {"app": "App", "identifier": f"com.x.{n}"})
    for n in range(1, 26)
)
WEAK = Diagnostic(
    "POL352",
    "note",
    Span("a.yaml", 1, 1),
    {"count": "9", "platform": "ios", "identifiers": ", ".join(APPS)},
    related=PLACES,
)
PUBLISHER = Diagnostic("KND412", "note", Span("a.yaml", 1, 1), {"publisher": LONG, "roles": "team"})
RECALLED = Diagnostic(
    "POL351", "warning", Span("a.yaml", 1, 1), {"count": "40", "what": "RU", "apps": ", ".join(APPS)}
)
CONFLICT = Diagnostic("POL207", "error", Span("a.yaml", 1, 1), {"sort": "app", "id": "x"}, related=PLACES)


def shown(found: Diagnostic, lang: Lang = "en", *, full: bool = False) -> str:
    text = paint(problem_lines([found], {}, Words(lang), 80, full=full), colour=False)
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("found", [WEAK, PUBLISHER, RECALLED, CONFLICT], ids=lambda found: found.code)
def test_14b_with_all_nothing_is_cut(found: Diagnostic, lang: Lang) -> None:
    text = shown(found, lang, full=True)
    for value in found.args.values():
        assert ("iOS" if value == "ios" else value) in text
    assert all(str(place.span) in text for place in found.related)
    assert "…" not in text
    assert "--all" not in text


def test_14b_a_list_that_is_cut_says_how_many_more_and_how_to_see_them() -> None:
    assert "Number 0 (com.example.a.rather.long.package.0) and 39 more (validate --all)" in shown(RECALLED)
    assert "Number 0 (com.example.a.rather.long.package.0) en nog 39 (validate --all)" in shown(
        RECALLED, "nl"
    )


def test_14b_places_that_are_left_out_say_how_to_see_them() -> None:
    assert "and 23 more places: apparaten validate --all" in shown(CONFLICT)
    assert "en nog 23 plaatsen: apparaten validate --all" in shown(CONFLICT, "nl")


def test_14b_what_a_tenant_brought_up_is_shown_by_another_command() -> None:
    found = [Diagnostic("PLN051", "warning", args={"count": "9", "tags": ", ".join(APPS)})] * 5
    text = " ".join(paint(problem_lines(found, {}, Words("en"), 80), colour=False).split())
    assert "and 3 more of PLN051: apparaten plan --full" in text
    assert "and 39 more (plan --full)" in text


@pytest.mark.parametrize(
    ("names", "read"),
    [
        ("A, B, C", "A, B, C"),
        ("Temu, TikTok (college, griffie); Signal (kcc)", "Temu, TikTok (college, griffie); Signal (kcc)"),
        (", ".join(["x" * 28] * 3 + ["y"]), f"{'x' * 28}, {'x' * 28} and 2 more (validate --all)"),
        (", ".join(["x" * 28] * 2 + ["y" * 15]), f"{'x' * 28}, {'x' * 28}, {'y' * 15}"),
        ("x" * 90, "x" * 59 + "…"),
        ("", ""),
        ("a), b (c, d", "a), b (c, d"),
    ],
)
def test_14b_a_list_is_cut_between_names(names: str, read: str) -> None:
    assert shown(Diagnostic("POL350", "warning", args={"count": "4", "apps": names})).endswith(
        f"recalled: {read}".rstrip()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_14b_the_last_line_says_how_to_see_all_when_anything_was_short(lang: Lang) -> None:
    rows = paint(summary_lines([WEAK] * 1200, lang, 60, full=False), colour=False).splitlines()
    assert rows[-1].endswith("apparaten validate --all")
    assert any(row.endswith("apparaten explain POL352") for row in rows)
    assert "--all" not in paint(summary_lines([WEAK], lang, 80, full=True), colour=False)
    assert "--all" not in paint(summary_lines([CONFLICT], lang, 80, full=False), colour=False)
    assert max(map(cells, rows)) <= 60
