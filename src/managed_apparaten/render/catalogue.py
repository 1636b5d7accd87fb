"""What the catalogue does not know, as text and as JSON."""

from collections.abc import Callable, Iterable, Sequence

from managed_apparaten.core.digest import JSON
from managed_apparaten.intune.catalogue_gaps import BLOCKED, Gaps, Known, Unusable
from managed_apparaten.policy.model import PLATFORM_NAMES, PLATFORMS, App, Identifier
from managed_apparaten.render.json import FORMAT_VERSION, span
from managed_apparaten.render.pieces import BLANK, Line, Piece, columns, line, wrapped
from managed_apparaten.render.words import Words

_INDENT = "  "


def gaps_lines(gaps: Gaps, words: Words, width: int) -> list[Line]:
    """Counts with their denominator first, then every name."""
    grades = {grade: words.number(count) for grade, count in gaps.identifiers.items()}
    lines = wrapped(
        words.say("catalogue.total", apps=words.count("cli.count.app", gaps.apps), **grades),
        width,
        tone="strong",
    )
    for of in dict.fromkeys(known.of for known in gaps.known):
        lines += [BLANK, *_set(of, [known for known in gaps.known if known.of == of], words, width)]
    lines += [BLANK, line(Piece(words.say("catalogue.approved"), "strong"))]
    for platform in PLATFORMS:
        lines += _unusable(
            [one for one in gaps.unusable if one.platform == platform],
            gaps.approved.get(platform, 0),
            words,
            width,
        )
    lines += [BLANK, line(Piece(words.say("catalogue.evidence"), "strong"))]
    lines += _identifiers("catalogue.weak", gaps.weak, words, width)
    lines += _identifiers("catalogue.recalled", gaps.recalled, words, width)
    told = _names(gaps.control, lambda app: f"{app.name} ({app.control.country})")
    counts = {"n": words.number(len(gaps.control)), "total": words.number(gaps.classed)}
    return [
        *lines,
        BLANK,
        *wrapped(words.say("catalogue.control", **counts) + told, width, _INDENT, first=""),
    ]


def _set(of: str, known: Sequence[Known], words: Words, width: int) -> list[Line]:
    """A table of one row a platform, and by name what is not strong."""
    title = words.say("catalogue.blocked") if of == BLOCKED else words.say("catalogue.advisory", advisory=of)
    head = ["", words.say("catalogue.strong"), words.say("catalogue.only-weak"), words.say("catalogue.only-recalled"),
            words.say("catalogue.none"), words.say("catalogue.of")]  # fmt: skip
    rows = [
        [PLATFORM_NAMES[one.platform], *(words.number(n) for n in (*_sizes(one), one.total))] for one in known
    ]
    lines = [line(Piece(title, "strong")), *(line(_INDENT, row) for row in columns([head, *rows]))]
    for one in known if of != BLOCKED else ():
        for key, apps in (
            ("catalogue.only-weak", one.weak),
            ("catalogue.only-recalled", one.recalled),
            ("catalogue.none", one.none),
        ):
            if apps:
                text = f"{PLATFORM_NAMES[one.platform]}, {words.say(key)}{_names(apps, lambda app: app.name)}"
                lines += wrapped(text, width, _INDENT * 2, first=_INDENT)
    return lines


def _sizes(known: Known) -> tuple[int, int, int, int]:
    return len(known.strong), len(known.weak), len(known.recalled), len(known.none)


def _unusable(found: Sequence[Unusable], total: int, words: Words, width: int) -> list[Line]:
    if not found:
        return []
    counts = {
        "platform": PLATFORM_NAMES[found[0].platform],
        "n": words.number(len(found)),
        "total": words.number(total),
    }
    lines = wrapped(words.say("catalogue.unusable", **counts), width, _INDENT * 2, first=_INDENT)
    for one in found:
        best = words.say(f"catalogue.best.{one.best or 'none'}")
        lines += wrapped(
            f"{one.app.name}: {', '.join(one.roles)} ({best})", width, _INDENT * 3, first=_INDENT * 2
        )
    return lines


def _identifiers(key: str, found: Sequence[tuple[App, Identifier]], words: Words, width: int) -> list[Line]:
    lines: list[Line] = []
    for platform in (*PLATFORMS, "web"):
        here = [(app, one) for app, one in found if one.platform == platform]
        if here:
            told = ", ".join(f"{app.name} ({one.value})" for app, one in here)
            text = words.say(
                key,
                platform=PLATFORM_NAMES.get(platform, words.say("catalogue.web")),
                n=words.number(len(here)),
            )
            lines += wrapped(f"{text}: {told}", width, _INDENT * 2, first=_INDENT)
    return lines


def _names(apps: Iterable[App], told: Callable[[App], str]) -> str:
    names = ", ".join(told(app) for app in apps)
    return f": {names}" if names else "."


def gaps_json(gaps: Gaps) -> JSON:
    """The same without sentences; apps by id."""
    return {
        "format_version": FORMAT_VERSION,
        "gaps": gaps.any,
        "apps": gaps.apps,
        "identifiers": dict(gaps.identifiers),
        "coverage": [
            {"of": one.of, "platform": one.platform, "total": one.total, "strong": len(one.strong), "weak": _ids(one.weak),
             "recalled": _ids(one.recalled), "none": _ids(one.none)}
            for one in gaps.known
        ],
        "approved": dict(gaps.approved),
        "unusable": [{"app": u.app.id, "platform": u.platform, "roles": list(u.roles), "best": u.best} for u in gaps.unusable],
        "weak": [_identifier(app, found) for app, found in gaps.weak],
        "recalled": [_identifier(app, found) for app, found in gaps.recalled],
        "control": {"total": gaps.classed, "recalled": [_control(app) for app in gaps.control]},
    }  # fmt: skip


def _control(app: App) -> JSON:
    return {"app": app.id, "country": app.control.country, "place": span(app.control.span)}


def _ids(apps: Sequence[App]) -> list[JSON]:
    return [app.id for app in apps]


def _identifier(app: App, found: Identifier) -> JSON:
    return {
        "app": app.id,
        "platform": found.platform,
        "type": found.type,
        "value": found.value,
        "place": span(found.span),
    }
