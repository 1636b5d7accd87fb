"""Looks sentences up. A code that one language lacks is a failing test, not a blank in somebody's terminal."""

import importlib
import pkgutil
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
    return entries(lang)[key].text.format_map(dict(args or {}))


def advice(key: str, lang: Lang, args: Mapping[str, str] | None = None) -> str:
    """What to do now, or an empty string."""
    return entries(lang)[key].help.format_map(dict(args or {}))
