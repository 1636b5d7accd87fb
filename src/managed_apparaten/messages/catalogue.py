"""Looks sentences up. A code that one language lacks is a failing test, not a blank in somebody's terminal."""

import importlib
import pkgutil
import re
import string
from collections.abc import Mapping
from functools import cache
from typing import Literal

from managed_apparaten.messages.entry import Entry

Lang = Literal["nl", "en"]


@cache
def entries(lang: Lang) -> dict[str, Entry]:
    """All entries of one language: the `TEXTS` of every module in `messages/<lang>/`. A key that stands twice raises."""
    package = importlib.import_module(f"managed_apparaten.messages.{lang}")
    found: dict[str, Entry] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        texts: Mapping[str, Entry | str] = importlib.import_module(f"{package.__name__}.{info.name}").TEXTS
        for key, value in texts.items():
            if key in found:
                raise KeyError(f"message {key} stands twice")
            found[key] = value if isinstance(value, Entry) else Entry(value)
    return found


def render(key: str, lang: Lang, args: Mapping[str, str] | None = None) -> str:
    """The sentence for a key, with its placeholders filled. Unknown keys and missing arguments raise KeyError: our own mistake."""
    return entries(lang)[key].text.format_map(_spoken(lang, args or {}))


def advice(key: str, lang: Lang, args: Mapping[str, str] | None = None) -> str:
    """What to do now, or an empty string."""
    return entries(lang)[key].help.format_map(_spoken(lang, args or {}))


class _Value(str):
    """A value in a sentence. `{count:app has|apps have}` is the one or the other, by the number."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        return (one if self == "1" else many) if bar else format(str(self), spec)


WORDS = {"platform": "word.platform.", "devices": "word.devices."}
"""Arguments of which a value can have a word of its own in each language, and where that stands."""


DECIMALS = frozenset({"measured", "seconds", "settle", "minutes"})
"""Arguments with decimals, which Dutch writes after a comma."""
DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")


def _spoken(lang: Lang, args: Mapping[str, str]) -> dict[str, str]:
    """Values as people call them. What has no word of its own stands as it is."""
    return {name: _Value(word(name, value, lang)) for name, value in args.items()}


def unfilled(text: str, lang: Lang) -> str:
    """A text without values as a sentence to read: `<number> of <number> apps are stopped`. Where the number decides, it is many. Before
    a word that names the value, the value is how many."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    told = text.format_map({name: _Value(f"<{entries(lang)[f'placeholder.{name}'].text}>") for name in names})
    many = entries(lang)["placeholder.count"].text
    return re.sub(r"<(\w+)> (?=\1\b)", f"<{many}> ", told).replace("><", "> <")


def word(name: str, value: str, lang: Lang) -> str:
    """What people call this value of an argument: `iOS` for `ios` as `platform`."""
    if name in DECIMALS:
        return DECIMAL.sub(",", value) if lang == "nl" else value
    if name not in WORDS:
        return value
    found = [entries(lang).get(WORDS[name] + one) for one in value.split("; ")]
    return "; ".join(
        entry.text if entry else one for entry, one in zip(found, value.split("; "), strict=True)
    )
