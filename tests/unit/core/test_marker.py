"""B7: a mark identifies its object wherever it stands and however a portal writes it, and what it says survives."""

import re
from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.core.address import Address
from managed_apparaten.resource import applied
from managed_apparaten.resource.marker import Marker, marked, marks, split

ADDRESS = Address("ios_compliance", "college.2")
PLAIN = Marker("zilverdam", ADDRESS, "0123456789abcdef")
PROTECTED = Marker("zilverdam", ADDRESS, "0123456789abcdef", protect=True)
SHARED = Marker(
    "zilverdam", Address("app_assignment", "ios.signal"), "0123456789abcdef", groups=("0a-1", "0b-2")
)
TEXT = "Beheerd door apparaten"
AS_WRITTEN: dict[str, Callable[[str], str]] = {
    "alone": lambda m: m,
    "last line": lambda m: f"{TEXT}\n{m}",
    "white space behind it": lambda m: f"{TEXT}\n{m} \r\n\t ",
    "Windows line ends": lambda m: f"{TEXT}\r\n{m}\r\n",
}
ASTRAY: dict[str, Callable[[str], str]] = {
    "text behind it": lambda m: f"{TEXT}\n{m} gezien door Jan",
    "a line behind it": lambda m: f"{TEXT}\n{m}\nGezien door Jan",
    "full stop behind it": lambda m: f"{TEXT}\n{m}.",
    "first": lambda m: f"{m}\n{TEXT}",
    "line break turned into a space": lambda m: f"{TEXT} {m}",
    "line break gone": lambda m: f"{TEXT}{m}",
    "all in one line": lambda m: f"{TEXT} {m} gezien door Jan",
    "quoted": lambda m: f'{TEXT}\n"{m}"',
    "in a paragraph": lambda m: f"<p>{TEXT}</p><p>{m}</p>",
    "twice": lambda m: f"{TEXT}\n{m}\n{m}",
    "wrapped": lambda m: f"{TEXT}\n" + m.replace(" ", "\n"),
    "more space": lambda m: f"{TEXT}\n" + m.replace(" ", "  ").replace("[", "[ ").replace("]", " ]"),
    "no-break spaces": lambda m: f"{TEXT}\n" + m.replace(" ", "\u00a0"),
    "zero-width spaces": lambda m: f"{TEXT}\n" + m.replace("/", "/\u200b"),
    "a byte order mark": lambda m: f"{TEXT}\n" + m.replace("[", "[\ufeff"),
    "capitals": lambda m: f"{TEXT}\n" + m.upper(),
    "HTML entities": lambda m: (
        f"{TEXT}\n"
        + m.replace("[", "&#91;").replace("/", "&#x2F;").replace("=", "&#61;").replace("]", "&#93;")
    ),
    "HTML spaces": lambda m: f"{TEXT}<br>" + m.replace(" ", "&nbsp;"),
    "HTML twice": lambda m: f"{TEXT}\n" + m.replace("/", "&amp;#47;"),
}


def markdown(m: str) -> str:
    """As editors of Markdown save it."""
    return "".join(f"\\{c}" if c in "[]_-.=" else c for c in m)


def between(character: str) -> Callable[[str], str]:
    """With a character between every two letters of the words."""
    return lambda m: re.sub(r"(?<=\w)(?=\w)", character, m)


@pytest.mark.parametrize("name", AS_WRITTEN)
@pytest.mark.parametrize("marker", [PLAIN, PROTECTED, SHARED], ids=["plain", "protected", "shared"])
def test_a_mark_as_we_write_it_is_no_difference(name: str, marker: Marker) -> None:
    found = marks(AS_WRITTEN[name](str(marker)))
    assert (found.marker, found.others, found.damaged) == (marker, (), False)
    assert found.shown == found.text == ("" if name == "alone" else TEXT)


@pytest.mark.parametrize("name", ASTRAY)
@pytest.mark.parametrize("marker", [PLAIN, PROTECTED, SHARED], ids=["plain", "protected", "shared"])
def test_a_mark_that_stands_elsewhere_says_the_same_and_the_description_differs(
    name: str, marker: Marker
) -> None:
    found = marks(ASTRAY[name](str(marker)))
    assert (found.marker, found.others, found.damaged) == (marker, (), False)
    assert found.shown != found.text
    assert (TEXT in found.text, str(marker) not in found.text) == (True, True)
    assert ("Jan" in found.text) == ("Jan" in ASTRAY[name](""))


STRANGE: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "soft hyphens": (between("\u00ad"), ("\u00ad",)),
    "zero-width spaces": (between("\u200b"), ("\u200b",)),
    "word joiners": (between("\u2060"), ("\u2060",)),
    "a variation selector": (lambda m: m.replace("zil", "zil\ufe0f"), ("\ufe0f",)),
    "a direction": (lambda m: m.replace("apparaten", "appa\u202araten"), ("\u202a",)),
    "a control": (lambda m: m.replace("gen=0", "gen=0\x02"), ("\x02",)),
    "Markdown": (markdown, ("\\",)),
    "Markdown, one": (lambda m: m.replace("_", "\\_"), ("\\",)),
    "Markdown of the brackets": (lambda m: m.replace("[", "\\[").replace("]", "\\]"), ("\\",)),
    "both": (lambda m: between("\u00ad")(m).replace("[", "\\["), ("\\", "\u00ad")),
    "HTML": (lambda m: m.replace("zilver", "zilver&shy;"), ("\u00ad",)),
    "a letter of another alphabet": (lambda m: m.replace("zilverdam", "zilverd\u0430m"), ("\u0430",)),
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("marker", [PLAIN, PROTECTED, SHARED], ids=["plain", "protected", "shared"])
def test_a_mark_with_characters_that_nobody_sees_says_the_same_and_they_are_known(
    name: str, marker: Marker
) -> None:
    """B7: it was taken for a mark that is cut short, or of another organisation; what others wrote around it stays to the letter."""
    change, strange = STRANGE[name]
    found = marks(f"{TEXT}\n{change(str(marker))}")
    assert (found.marker, found.others, found.damaged, found.strange) == (marker, (), False, strange)
    assert (found.text, found.shown) == (TEXT, f"{TEXT}\n[apparaten \u2026]")
    theirs = "\u0411\u043b\u0430\u0433\u043e \\_x\\_ aan\u00addacht"
    if name != "HTML":
        assert marks(f"{theirs}\n{change(str(marker))}\n{theirs}").text == f"{theirs}\n{theirs}"
    assert marks(f"{theirs}\n{marker}").shown == theirs
    assert marks(f"{theirs}\n{marker}").strange == ()


def test_of_two_marks_of_which_one_has_strange_characters_both_are_known() -> None:
    other = Marker("zilverdam", Address("ios_compliance", "griffie"), "f" * 16)
    assert marks(f"{markdown(str(other))}\n{PLAIN}").others == (other,)


def test_what_is_cut_short_stays_so_with_strange_characters() -> None:
    found = marks(between("\u00ad")(str(PLAIN)[:40]))
    assert (found.marker, found.damaged, found.owner) == (None, True, "zilverdam")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A\n{}\nB", "A\nB"),
        ("A\n{} B", "A\nB"),
        ("A {} B", "A B"),
        ("{}\nB", "B"),
        ("{}", ""),
        ("A\r\n{}\r\nB", "A\nB"),
        ("A\r\n{}", "A"),
    ],
)
def test_what_others_wrote_around_a_mark_is_kept(text: str, kept: str) -> None:
    assert split(text.format(PLAIN)) == (kept, PLAIN)


@given(st.text(max_size=60), st.sampled_from([PLAIN, PROTECTED, SHARED]))
def test_text_and_mark_come_back_as_they_were_put_together(text: str, marker: Marker) -> None:
    assert split(marked(text, marker)) == (text.removesuffix("\r") if text.strip() else "", marker)


REMEMBERED = "[apparaten-applied n=3 on=2026-11-21 people=5 devices=6 limits=25,25,30,10,7]"


def test_what_the_last_apply_noted_is_neither_text_nor_mark() -> None:
    """B7 beside the line of decision 35, where it stands and where a portal puts it."""
    for text in (f"{TEXT}\n{REMEMBERED}\n{PLAIN}", f"{TEXT}\n{PLAIN}\n{REMEMBERED}"):
        found = marks(text)
        assert (found.text, found.shown, found.marker, found.damaged) == (TEXT, TEXT, PLAIN, False)
    assert (
        marks(f"{TEXT} {REMEMBERED} {PLAIN} gezien door Jan").shown == f"{TEXT} [apparaten …] gezien door Jan"
    )


@pytest.mark.parametrize("change", [markdown, between("\u200b"), lambda m: m.replace("[", "&#91;")],
                         ids=["Markdown", "zero-width spaces", "HTML"])  # fmt: skip
def test_what_the_last_apply_noted_survives_as_the_mark_does(change: Callable[[str], str]) -> None:
    """B7: the guards would forget the limits that hold when somebody opens a description in another editor."""
    text = change(f"{TEXT}\n{REMEMBERED}\n{PLAIN}")
    assert applied.read(text) == applied.read(REMEMBERED) is not None
    assert (marks(text).marker, "applied" in marks(text).text) == (PLAIN, False)


def test_marks_of_two_objects_are_both_known_and_protection_of_one_is_not_that_of_the_other() -> None:
    other = Marker("zilverdam", Address("ios_compliance", "griffie"), "f" * 16, protect=True)
    found = marks(f"{TEXT}\n{other}\n{PLAIN}")
    assert (found.marker, found.others) == (PLAIN, (other,))


def test_of_two_marks_of_one_object_protection_survives() -> None:
    """Somebody pasted an older description behind ours, or before it."""
    older = Marker("zilverdam", ADDRESS, "f" * 16, protect=True)
    assert marks(f"{older}\n{PLAIN}").marker == PROTECTED
    assert marks(f"{PLAIN}\n{older}").marker == older
    assert marks(f"{older}\n{PLAIN}").others == ()


@pytest.mark.parametrize("length", range(2, len(str(PROTECTED))))
def test_a_mark_that_is_cut_short_is_never_taken_for_another_object(length: int) -> None:
    """At every length: nothing of it is left, or it is damaged; and it names an object only when its address is certainly whole."""
    cut = f"{TEXT}\n{str(PROTECTED)[:length]}"
    found = marks(cut)
    assert found.marker is None or (found.marker.address, found.marker.protect, found.damaged) == (
        ADDRESS,
        True,
        True,
    )
    assert found.damaged == (length >= len("[appar"))
    assert (found.marker is not None) == (length >= len("[apparaten zilverdam/ios_compliance/college.2 gen"))
    assert found.owner == (
        "zilverdam" if found.marker is None and length > len("[apparaten zilverdam") else ""
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[apparaten]",
        "apparaten zilverdam/ios_compliance/college gen=0",
        "[apparaten zie intranet]",
        "R&D [x]",
        TEXT,
    ],
)
def test_a_text_without_a_mark_has_none(text: str) -> None:
    found = marks(text)
    assert (found.marker, found.damaged, found.shown, found.text) == (None, False, text, text)
    assert marks(None).marker is None


@pytest.mark.parametrize(
    "piece",
    [
        "[apparaten ",
        "[apparaten a/b/c gen=",
        " ",
        "\u200b",
        "0",
        "[",
        "&#91;",
        "0123456789abcdef,",
        "\\[",
        "\u00adapparaten ",
    ],
)
def test_a_long_text_is_searched_once_through(piece: str) -> None:
    """No repetition that a text can blow up: what is tried at a place is bounded."""
    head = str(SHARED)[:-1]
    for text in (piece * 20_000, head + piece * 20_000, f"{piece * 20_000}{PLAIN}"):
        marks(text)


@pytest.mark.parametrize(
    ("name", "marker"), list(product(("capitals", "HTML entities", "wrapped"), (PLAIN, SHARED)))
)
def test_what_is_read_is_written_as_we_write_it(name: str, marker: Marker) -> None:
    assert str(marks(ASTRAY[name](str(marker))).marker) == str(marker)


@pytest.mark.parametrize("change", [
    lambda m: m.replace("[apparaten ", "[apparaten: "), lambda m: m.replace("[apparaten ", "[apparaten NIET WEGHALEN "),
    lambda m: m.replace("[", "\uff3b").replace("]", "\uff3d"), lambda m: m.removeprefix("[apparaten "),
    lambda m: m.replace("[apparaten", "(zie"),
], ids=["colon", "words", "full-width", "cut off", "another word"])  # fmt: skip
@pytest.mark.parametrize("marker", [PLAIN, PROTECTED], ids=["plain", "protected"])
def test_a_mark_of_which_the_beginning_was_changed_is_damaged_and_names_its_object(
    change: Callable[[str], str], marker: Marker
) -> None:
    """B7: taken for text, it gave a second object and left the first to nobody."""
    found = marks(f"{TEXT}\n{change(str(marker))}")
    assert found.damaged
    assert found.marker is not None
    assert (found.marker.organisation, found.marker.address, found.marker.protect) == (
        "zilverdam",
        ADDRESS,
        True,
    )


@pytest.mark.parametrize(
    "text",
    [
        "zie beleid/ios/college gen=2",
        "apparaten zilverdam/ios_compliance/college",
        "https://a/b/c?gen=0123456789abcdef",
        "zie [https://a/?gen=0123456789abcdef]",
        "[appartement]",
        "gen=0123456789abcdef",
    ],
)
def test_text_that_only_looks_like_a_mark_is_text(text: str) -> None:
    assert (marks(text).marker, marks(text).damaged) == (None, False)


LEFT: dict[str, Callable[[str], str]] = {
    "cut in the organisation": lambda m: m[: m.index("dam/")],
    "cut in the organisation, with text behind it": lambda m: f"{m[: m.index('dam/')]}\nGezien door Jan",
    "cut in the first word": lambda m: m[:7],
    "cut in the first word, with text behind it": lambda m: f"{m[:7]}\nGezien door Jan [x]",
    "cut behind the first word": lambda m: m[: len("[apparaten")],
    "a space for the first slash": lambda m: m.replace("/", " ", 1),
    "no slashes": lambda m: m.replace("/", ""),
    "other slashes": lambda m: m.replace("/", "|"),
    "strokes the other way": lambda m: m.replace("/", "\\"),
    "as in an address of the web": lambda m: m.replace("/", "%2F").replace(" ", "%20"),
    "no bracket and no slash": lambda m: m.replace("[", "").replace("/", " "),
    "the end alone": lambda m: m[m.index("gen=") :],
    "nothing": lambda m: "",
}


@pytest.mark.parametrize("name", LEFT)
@pytest.mark.parametrize("remembered", ["", f"{REMEMBERED}\n"], ids=["alone", "with the last apply"])
def test_what_is_left_of_a_mark_is_a_damaged_mark_of_nobody(name: str, remembered: str) -> None:
    """H1, M5, B7: taken for text, it gave a second assigned object. The line of the last apply alone shows that an object is ours."""
    for marker in (PLAIN, PROTECTED):
        found = marks(f"{TEXT}\n{remembered}{LEFT[name](str(marker))}")
        assert (found.marker, found.damaged, found.owner) == (None, name != "nothing" or bool(remembered), "")
        assert found.generations == ((PLAIN.generation,) if "gen=" in LEFT[name](str(marker)) else ())


@pytest.mark.parametrize("change", [lambda m: m.replace("zilverdam", "zilver dam"), lambda m: m.replace("zilverdam", "anders")],
                         ids=["a space", "another"])  # fmt: skip
def test_a_mark_of_which_the_organisation_was_edited_keeps_its_address_and_generation(
    change: Callable[[str], str],
) -> None:
    """H1: whose it is the plan must judge, by what these say."""
    found = marks(f"{TEXT}\n{change(str(PLAIN))}").marker
    assert found is not None
    assert (found.organisation != "zilverdam", found.address) == (True, ADDRESS)
