"""Names that look the same but differ: in a character that is not visible, or in a letter of another alphabet.

The letters are those of https://www.unicode.org/Public/security/latest/confusables.txt that look like a letter of the Latin alphabet.
"""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Mn", "Me"})
_BLANK = re.compile("[\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]")
"""Characters that Unicode counts as letters or signs although nothing is visible."""
_DASHES = re.compile("[\u2010-\u2015\u2043\u207b\u2212\u02d7\u2e3a\u2e3b\ufe58]")
_QUOTES = re.compile("[\u2018\u2019\u201b\u02b9-\u02bd\u02c8\u00b4\u2032`]")

LETTERS = {
    **str.maketrans(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u04bb\u0501\u051b\u051d\u04cf\u043a\u043c\u043d\u0442\u0432",
        "aeopcyxsijhdqwlkmhtb",
    ),
    **str.maketrans(
        "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408",
        "ABEKMHOPCTYXSIJ",
    ),
    **str.maketrans(
        "\u03b1\u03b9\u03bd\u03bf\u03c1\u03c5\u03c7\u03ba\u0131\u0261\u0251\u0585\u057d\u0570\u0578",
        "aivopuxkigaouhn",
    ),
    **str.maketrans(
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "ABEZHIKMNOPTYX",
    ),
    **{dash: ord("-") for dash in range(0xFE59) if _DASHES.match(chr(dash))},
}
"""Table for `str.translate`: character -> Latin letter or sign that it looks like."""
_ALIASES = {"\n": "LINE FEED", "\t": "TAB", "\r": "CARRIAGE RETURN", " ": "SPACE"}


def describe_character(character: str) -> str:
    """Return the code point and name of a character for a message, for example `U+202E (RIGHT-TO-LEFT OVERRIDE)`."""
    character_name = _ALIASES.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" ({character_name})" if character_name else "")


def skeleton(name: str) -> str:
    """Return what is visible of a name, in lower case and Latin letters. Two names with the same skeleton look alike.

    The term is that of https://www.unicode.org/reports/tr39/ (Unicode Security Mechanisms).
    """
    plain = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFKC", name) if not _not_shown(c))
    )
    plain = _QUOTES.sub("'", _DASHES.sub("-", _BLANK.sub(" ", plain))).translate(LETTERS).lower()
    return " ".join(plain.split())


def _not_shown(character: str) -> bool:
    """Return whether a character is invisible: a control or format character, or a mark that does not combine with a letter."""
    return (
        unicodedata.category(character) in _NOT_SHOWN
        and not unicodedata.combining(character)
        and not character.isspace()
    )


def differing_characters(name: str, meant: str) -> list[str]:
    """Return the unusual characters by which `name` differs from `meant`, each once; when it has none, those of `meant`."""
    steps = SequenceMatcher(None, _lower(meant), _lower(name), autojunk=False).get_opcodes()
    changed = [(meant[start:end], name[from_:to]) for tag, start, end, from_, to in steps if tag != "equal"]
    in_name = [character for _, part in changed for character in part if _is_unusual(character)]
    in_meant = [character for part, _ in changed for character in part if _is_unusual(character)]
    return list(dict.fromkeys(in_name or in_meant))


def _lower(name: str) -> list[str]:
    return [character.lower() for character in name]


def _is_unusual(character: str) -> bool:
    """Return whether a character is white space, a combining mark, or looks like another character."""
    return (
        character.isspace()
        or bool(unicodedata.combining(character))
        or skeleton(character) != character.lower()
    )


def escape_characters(name: str, characters: Iterable[str]) -> str:
    """Return the name with these characters as `\\u{hex}`, so that they are visible. A space stays a space."""
    escaped = frozenset(characters)
    return "".join(f"\\u{{{ord(c):x}}}" if c in escaped and c != " " else c for c in name)


def find_lookalike(name: str, others: Iterable[str]) -> str | None:
    """Return the first of the other names, in sorted order, that looks like this one and differs in more than case; else None."""
    wanted = skeleton(name)
    return next(
        (other for other in sorted(others) if other.lower() != name.lower() and skeleton(other) == wanted),
        None,
    )
