"""A language to speak: sentences by key, counts with their noun, places in files, causes."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from managed_apparaten.core.cause import Cause
from managed_apparaten.core.span import Span
from managed_apparaten.messages import render, word
from managed_apparaten.messages.catalogue import Lang


@dataclass(frozen=True, slots=True)
class Words:
    """All that renderers need of a language."""

    lang: Lang

    def say(self, key: str, /, **args: str) -> str:
        """The sentence for a key."""
        return render(key, self.lang, args)

    def count(self, key: str, number: int) -> str:
        """`1 role`, `15 roles`: the entry holds both forms with a bar between them."""
        one, many = render(key, self.lang, {"n": self.number(number)}).split("|")
        return one if number == 1 else many

    def word(self, name: str, value: str) -> str:
        """What people call a value, such as a class of device."""
        return word(name, value, self.lang)

    def number(self, number: int) -> str:
        """With a separator for thousands, as the language writes it."""
        text = f"{number:,}"
        return text.replace(",", ".") if self.lang == "nl" else text

    def measured(self, text: str) -> str:
        """`412/1650 (25.0%)`, as a guard measures it, in the language."""
        return word("measured", text, self.lang)

    def listed(self, items: list[str]) -> str:
        """`a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.say('cli.and')} {items[-1]}"

    def cause(self, cause: Cause) -> str:
        """Why, in words."""
        return render(cause.message, self.lang, dict(cause.args))


def place(span: Span) -> str:
    """`roles/college.yaml:19`: file and line, which every editor and terminal can open."""
    return f"{span.file}:{span.line}"


def linked(span: Span, base: str) -> str:
    """The same as a relative link target, `policies/roles/college.yaml#L19`; characters that end a link are encoded."""
    path = str(PurePosixPath(base) / span.file)
    safe = "".join(
        c if (c.isalnum() and c.isascii()) or c in "/._-" else "".join(f"%{b:02X}" for b in c.encode())
        for c in path
    )
    return f"{safe}#L{span.line}"
