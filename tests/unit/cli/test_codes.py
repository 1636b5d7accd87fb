"""`apparaten explain CODE`: 14a, every code reads as sentences, without values and without the marks of a template."""

import json
import re
import string

import pytest

from managed_apparaten.cli.codes import CODE
from managed_apparaten.cli.main import run
from managed_apparaten.messages.catalogue import Lang, entries, unfilled

LANGUAGES: tuple[Lang, ...] = ("en", "nl")
CODES = sorted(key for key in entries("en") if CODE.fullmatch(key))


def explained(code: str, lang: Lang, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert run(["--lang", lang, "explain", code, *more]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_14a_every_code_reads_as_sentences(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    for code in CODES:
        head, *rows = explained(code, lang, capsys).splitlines()
        assert head == code
        assert max(map(len, rows)) <= 80, code
        text = " ".join(rows)
        assert not set(text) & set("{}|"), f"{code}: {text}"
        assert "_" not in "".join(re.findall(r"<[^<>]*>", text)), code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_14a_the_same_for_machines(lang: Lang, capsys: pytest.CaptureFixture[str]) -> None:
    for code in CODES:
        told = json.loads(explained(code, lang, capsys, "--format", "json"))
        assert told["text"]
        assert not set(" ".join(told[part] for part in ("text", "help", "explain"))) & set("{}|"), code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_14a_every_placeholder_has_a_name_that_people_read(lang: Lang) -> None:
    texts = [
        text
        for code in CODES
        for text in (entries(lang)[code].text, entries(lang)[code].help, entries(lang)[code].explain)
    ]
    names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    assert {
        key.removeprefix("placeholder.") for key in entries(lang) if key.startswith("placeholder.")
    } == names


@pytest.mark.parametrize(
    ("template", "lang", "read"),
    [
        ("{done} of {total} apps {done:is|are} stopped", "en", "<number> of <number> apps are stopped"),
        ("{count} {count:app|apps} in {list}", "nl", "<aantal> apps in <lijst>"),
        ("{people} people use {devices} devices", "en", "<number> people use <number> devices"),
        ("{devices}, step {step}", "en", "<devices>, step <step>"),
        ("no effect. {where}{why}", "en", "no effect. <where> <why>"),
    ],
)
def test_14a_a_template_becomes_a_sentence(template: str, lang: Lang, read: str) -> None:
    assert unfilled(template, lang) == read


def test_14a_of_two_forms_of_a_word_the_plural_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained("KND425", "en", capsys)
    assert text.startswith(
        "KND425\n<devices>, step <step>: <number> of <number> forbidden apps are stopped;\n"
    )
    assert "worden\ntegengehouden; <aantal> hebben daar geen" in explained("KND425", "nl", capsys)
