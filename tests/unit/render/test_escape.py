"""Names that strangers chose cannot act on a terminal, a pull request or a pipeline."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from managed_apparaten.render.escape import code, code_html, visible, workflow_message, workflow_property
from managed_apparaten.render.json import dumps
from managed_apparaten.render.pieces import Piece, line, paint, width_of, wrapped

HOSTILE = {
    "colour": "\x1b[31mred",
    "cursor up and erase": "\x1b[2A\x1b[Jall gone",
    "window title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cm0gLXJmIC8=\x07",
    "c1 introducer": "\x9b31mred",
    "carriage return": "kept\rgone",
    "line feed": "one\ntwo",
    "backspace": "secret\x08\x08\x08\x08\x08\x08public",
    "right to left override": "invoice\u202egpj.exe",
    "isolate": "\u2066left\u2069",
    "zero width": "ad\u200bmin",
    "byte order mark": "\ufeffname",
    "tag characters": "name\U000e0041\U000e0042",
    "line separator": "one\u2028two",
    "hangul filler": "\u3164",
    "variation selectors": "a\ufe01b\U000e0101",
    "lone surrogate": "\ud800",
    "delete": "a\x7fb",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_characters_become_visible(text: str) -> None:
    shown = visible(text)
    assert "\\u{" in shown
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)
    shown.encode()


def test_the_escape_names_the_character() -> None:
    assert visible("\x1b[31m\u202e") == "\\u{1b}[31m\\u{202e}"


@pytest.mark.parametrize(
    "text",
    [
        "Gemeente Súdwest-Fryslân",
        "’s-Hertogenbosch",
        "微信",
        "naïve café",
        "a\u00adb",
        "❤\ufe0f",
        "Ω → 6",
        "MA | College",
    ],
)
def test_ordinary_names_pass_unchanged(text: str) -> None:
    assert visible(text) == text


@given(st.text())
def test_nothing_that_a_terminal_obeys_gets_out_and_what_is_escaped_stays_so(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(c) == "Cc" for c in shown)
    assert visible(shown) == shown


@given(st.lists(st.text(), max_size=4))
def test_a_painted_line_stays_one_line_without_colour_codes(texts: list[str]) -> None:
    painted = paint([line(*texts)], colour=False)
    assert painted.count("\n") == 1
    assert painted.isprintable() or painted[:-1].isprintable() or "\x1b" not in painted
    assert "\x1b" not in painted


def test_colour_codes_are_ours_alone() -> None:
    painted = paint([line(Piece("\x1b[5mname", "add"))], colour=True)
    assert re.findall(r"\x1b\[[0-9;]*m", painted) == ["\x1b[32m", "\x1b[0m"]


def test_without_colour_the_words_are_the_same() -> None:
    row = [line(Piece("- ", "remove"), "gone")]
    assert re.sub(r"\x1b\[[0-9;]*m", "", paint(row, colour=True)) == paint(row, colour=False)


def test_wrapped_text_keeps_to_the_width_and_counts_escapes() -> None:
    rows = wrapped("word \x1b[31m " * 12, 40, "  ")
    assert len(rows) > 3
    assert all(width_of(row) <= 40 for row in rows)


SPAN = re.compile(r"(?s)^(`+) ?(.*?) ?\1$")


@given(st.text(min_size=1))
def test_a_code_span_opens_and_closes_once_whatever_is_in_it(text: str) -> None:
    span = code(text)
    fence = re.match("`+", span)
    assert fence
    runs = [len(run) for run in re.findall("`+", span)]
    assert runs.count(len(fence.group())) == 2
    assert "\n" not in span
    assert span.startswith(fence.group())
    assert span.endswith(fence.group())


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("plain", "`plain`"),
        ("a`b", "``a`b``"),
        ("``", "``` `` ```"),
        ("", "` `"),
        (" both ", "`  both  `"),
        ("</details><img src=x>", "`</details><img src=x>`"),
    ],
)
def test_code_spans_as_commonmark_wants_them(text: str, span: str) -> None:
    assert code(text) == span


def test_a_pipe_does_not_split_a_table_cell() -> None:
    assert code("MA | College", table=True) == "`MA \\| College`"


def test_html_holds_text_only() -> None:
    assert code_html('</code><script>"&') == "<code>&lt;/code&gt;&lt;script&gt;&quot;&amp;</code>"


def test_a_workflow_command_stays_one_command() -> None:
    assert workflow_message("50%\n::set-output name=x::y") == "50%25\\u{a}::set-output name=x::y"
    assert workflow_property("a:b,c") == "a%3Ab%2Cc"


def test_json_for_machines_is_ascii_and_keeps_the_data() -> None:
    value = {"name": "\x1b[31m\u202e 微信"}
    text = dumps(value)
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text) == value


PIPELINE_COMMANDS = [
    "::set-output name=x::y",
    "  ::add-mask::x",
    "\t::error::x",
    "::stop-commands::token",
    "##vso[task.setvariable variable=PATH]/evil",
    "name ##VSO[task.complete result=Succeeded]",
    "##[set-env name=PATH]/evil",
    "##[group]x",
    "before\n::set-env name=PATH::/evil",
    "before\r::set-env name=PATH::/evil",
]


def obeyed(printed: str) -> bool:
    """Whether a pipeline would take a line of this output for a command of its own."""
    starts = any(row.strip().startswith("::") for row in re.split("[\\r\\n]", printed))
    return starts or re.search(r"##(vso)?\[", printed, re.IGNORECASE) is not None


@pytest.mark.parametrize("text", PIPELINE_COMMANDS)
def test_a_name_gives_a_pipeline_no_commands(text: str) -> None:
    assert obeyed(text)
    assert not obeyed(
        paint(
            [line(text), line("  ", text), line("", Piece(text, "strong")), line("name: ", text)],
            colour=False,
        )
    )
    assert not obeyed(dumps({"name": text}))
    assert not obeyed(f"- {code(text)}\n")
    assert json.loads(dumps({"name": text})) == {"name": text}
