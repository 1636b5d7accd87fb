import pytest

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.span import Span
from managed_apparaten.render.snippet import cells, snippet, summary

FILE = "roles/college.yaml"
TEXT = "rules:\n  - allow: [ibabs]\n    reson: vergaderen\n"
UNKNOWN = Diagnostic("POL104", span=Span(FILE, 3, 5, 3, 10), args={"key": "reson"}, suggestion="because")


def test_a_fault_reads_as_in_the_design() -> None:
    assert snippet(UNKNOWN, {FILE: TEXT}, "en") == (
        'error[POL104] unknown key "reson"\n'
        "  roles/college.yaml:3:5\n"
        "  2 |   - allow: [ibabs]\n"
        "  3 |     reson: vergaderen\n"
        '    |     ^^^^^ did you mean "because"?\n'
    )


def test_the_same_fault_in_dutch() -> None:
    text = snippet(UNKNOWN, {FILE: TEXT}, "nl")
    assert text.startswith('fout[POL104] onbekende sleutel "reson"\n')
    assert '^^^^^ bedoel je "because"?\n' in text


def test_without_a_suggestion_the_advice_stands_below_and_related_places_stand_in_columns() -> None:
    related = (
        Related(Span("organisation.yaml", 14, 5), "label.first-here"),
        Related(Span(FILE, 1, 1), "label.priority-of", {"role": "college"}),
    )
    shown = snippet(
        Diagnostic("POL110", span=Span(FILE, 3, 5, 3, 10), args={"key": "reson"}, related=related),
        {FILE: TEXT},
        "en",
    )
    assert shown.splitlines()[5:] == [
        "  organisation.yaml:14:5    first here",
        "  roles/college.yaml:1:1    priority of college",
        "  Keep one of the two.",
    ]


def test_many_related_places_are_counted() -> None:
    related = tuple(Related(Span(FILE, line, 1), "label.first-here") for line in range(1, 6))
    many, three = (
        Diagnostic("POL207", args={"sort": "app", "id": "x"}, related=some) for some in (related, related[:3])
    )
    assert "  and 3 more places: apparaten validate --all\n" in snippet(many, {}, "en")
    assert "  en nog 1 plaats: apparaten validate --all\n" in snippet(three, {}, "nl")


def test_line_numbers_line_up_and_a_blank_line_before_is_left_out() -> None:
    sources = {FILE: "a\n" * 8 + "b: 1\nc: 2\n\nd: 3\n"}
    assert snippet(Diagnostic("POL109", span=Span(FILE, 10, 4, 10, 5)), sources, "en").splitlines()[2:5] == [
        "   9 | b: 1",
        "  10 | c: 2",
        "     |    ^",
    ]
    assert snippet(Diagnostic("POL109", span=Span(FILE, 12, 1, 12, 2)), sources, "en").splitlines()[2:4] == [
        "  12 | d: 3",
        "     | ^",
    ]


@pytest.mark.parametrize(
    ("text", "span", "shown", "mark"),
    [
        ("a: \x1b[31mx", Span(FILE, 1, 4, 1, 10), r"a: \u{1b}[31mx", "   ^^^^^^^^^^^"),
        ("a: 日本x y", Span(FILE, 1, 8, 1, 9), "a: 日本x y", "         ^"),
        ("a: 日本", Span(FILE, 1, 4, 1, 6), "a: 日本", "   ^^^^"),
        ("a: e\u0301x", Span(FILE, 1, 6, 1, 7), "a: e\u0301x", "    ^"),
        ("a:", Span(FILE, 1, 3, 1, 3), "a:", "  ^"),
        ("a: |", Span(FILE, 1, 4, 3, 1), "a: |", "   ^"),
        ("a: [x,\r", Span(FILE, 1, 4, 2, 3), "a: [x,", "   ^^^"),
        ("a: 123", Span(FILE, 1, 4), "a: 123", "   ^"),
        ("a:\tb", Span(FILE, 1, 4, 1, 5), r"a:\u{9}b", "       ^"),
    ],
)
def test_the_mark_stands_under_its_text_whatever_the_characters_are(
    text: str, span: Span, shown: str, mark: str
) -> None:
    lines = snippet(Diagnostic("POL109", span=span), {FILE: text}, "en").splitlines()
    assert lines[2:4] == [f"  1 | {shown}", f"    | {mark}"]


@pytest.mark.parametrize("start", [0, 30, 100, 400, 790])
@pytest.mark.parametrize("length", [1, 10, 200])
@pytest.mark.parametrize("letter", ["x", "日"])
def test_long_lines_are_cut_around_the_mark_and_fit(start: int, length: int, letter: str) -> None:
    text = letter * start + "#" * length + letter * (800 - start)
    fault = Diagnostic(
        "POL104",
        span=Span(FILE, 1, start + 1, 1, start + length + 1),
        args={"key": "k" * 500},
        suggestion="s" * 40,
    )
    rows = snippet(fault, {FILE: text}, "en").splitlines()
    assert all(cells(row) <= 80 for row in rows)
    number = next(index for index, row in enumerate(rows) if row.startswith("  1 | "))
    line, mark = rows[number][6:], rows[number + 1][6:]
    column = cells(line[: line.index("#")])
    assert mark[: column + 1] == " " * column + "^"


def test_arguments_cannot_carry_control_characters_into_the_terminal() -> None:
    fault = Diagnostic(
        "POL104", span=Span("a\x1b.yaml", 1, 1), args={"key": "x\x1b[31m\nforged"}, suggestion="\u202egnp"
    )
    for colour in (False, True):
        shown = snippet(fault, {}, "en", colour=colour).replace("\x1b[1;31m", "").replace("\x1b[0m", "")
        assert all(character.isprintable() or character == "\n" for character in shown)
        assert r"x\u{1b}[31m\u{a}forged" in shown


def test_colour_is_added_to_the_words_and_never_replaces_them() -> None:
    plain, coloured = snippet(UNKNOWN, {FILE: TEXT}, "en"), snippet(UNKNOWN, {FILE: TEXT}, "en", colour=True)
    assert "\x1b[1;31merror[POL104]\x1b[0m" in coloured
    assert "\x1b[1;31m^^^^^\x1b[0m" in coloured
    for code in ("\x1b[1;31m", "\x1b[2m", "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == plain


def test_a_place_in_a_file_that_is_not_at_hand_is_only_named() -> None:
    assert snippet(Diagnostic("POL109", span=Span("x.yaml", 1, 1)), {}, "en") == (
        "error[POL109] empty file\n  x.yaml:1:1\n  Delete it, or start it with kind:.\n"
    )
    assert "x.yaml:9:1\n  Delete" in snippet(
        Diagnostic("POL109", span=Span("x.yaml", 9, 1)), {"x.yaml": "a\n"}, "en"
    )


def test_the_summary_counts_faults_and_files_and_names_the_command_that_explains() -> None:
    other = Diagnostic("POL312", "warning", span=Span("lists/x.yaml", 1, 1), args={"name": "x"})
    assert (
        summary([UNKNOWN], "en") == "1 error in 1 file. Nothing was compiled.      apparaten explain POL104"
    )
    assert summary([other, UNKNOWN, UNKNOWN], "nl") == (
        "2 fouten en 1 waarschuwing in 2 bestanden. Er is niets gecompileerd.      apparaten explain POL104"
    )
    assert summary([other], "en") == "1 warning in 1 file.      apparaten explain POL312"
    assert (
        summary([Diagnostic("POL213", args={"directory": "x"})], "en")
        == "1 error. Nothing was compiled.      apparaten explain POL213"
    )
    assert summary([], "en") == ""
