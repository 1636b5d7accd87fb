"""An examination for people and for machines: one line a finding, what now under it, and the permissions to grant at the end."""

from collections.abc import Iterator

from managed_apparaten.core.digest import JSON
from managed_apparaten.doctor.finding import Check, Examination, Need, Status
from managed_apparaten.doctor.needs import unneeded_permissions
from managed_apparaten.messages.catalogue import advice
from managed_apparaten.render.json import FORMAT_VERSION
from managed_apparaten.render.pieces import BLANK, Line, Piece, Tone, line, wrapped
from managed_apparaten.render.words import Words

_TONES: dict[Status, Tone] = {"ok": "add", "missing": "alarm", "warning": "warning", "unknown": "warning"}
_GAP = 2
_NAMED = 3
"""Kinds told by name for a permission; the rest is a number."""


def examination_lines(found: Examination, words: Words, width: int) -> list[Line]:
    """The whole examination."""
    return [*_checks(found, words, width), BLANK, *_verdict(found, words, width)]


def _checks(found: Examination, words: Words, width: int) -> Iterator[Line]:
    labels = {check.name: words.say(f"doctor.check.{check.name}") for check in found.checks}
    states = {check.status: words.say(f"doctor.status.{check.status}") for check in found.checks}
    first, second = (max(len(text) for text in texts.values()) + _GAP for texts in (states, labels))
    indent, told = " " * (first + second), ""
    for check in found.checks:
        label = "" if check.name == told else labels[check.name]
        told = check.name
        head, *rest = wrapped(_sentence(check, words), width, indent, first=indent)
        yield line(
            Piece(f"{states[check.status]:{first}}", _TONES[check.status]),
            f"{label:{second}}",
            head[0].text.removeprefix(indent),
        )
        yield from rest
        mend = advice(check.finding, words.lang, check.args)
        yield from wrapped(mend, width, indent, tone="quiet") if mend else ()


def _sentence(check: Check, words: Words) -> str:
    return words.say(check.finding, **check.args)


def _verdict(found: Examination, words: Words, width: int) -> Iterator[Line]:
    statuses = ("missing", "warning", "unknown")
    missing, warnings, unknown = (
        sum(check.status == status for check in found.checks) for status in statuses
    )
    args = {"missing": words.number(missing), "unknown": words.number(unknown)}
    if warnings:
        told = words.say(
            f"doctor.warned.{'missing' if missing else found.purpose}",
            warnings=words.count("cli.count.warning", warnings),
            **args,
        )
    else:
        told = words.say("doctor.verdict" if missing else f"doctor.well.{found.purpose}", **args)
    yield line(Piece(told, "strong"))
    if found.grants:
        yield BLANK
        yield from wrapped(words.say(f"doctor.grant.{found.purpose}"), width)
        for need in found.grants:
            yield line("  ", Piece(need.permission, "strong"))
            yield from wrapped(what_for(need, words), width, "      ", tone="quiet")
        yield BLANK
        yield from wrapped(words.say("doctor.script"), width)
    more = unneeded_permissions(found.granted, found.needs)
    if more:
        yield BLANK
        yield from wrapped(words.say("doctor.spare", names=", ".join(more)), width)


def what_for(need: Need, words: Words) -> str:
    """What a permission is for: what else is read in words, kinds by their name."""
    named = [words.say(f"doctor.for.{what}") for what in need.what if what in _IN_WORDS]
    kinds = [what for what in need.what if what not in _IN_WORDS]
    if len(kinds) > _NAMED:
        kinds = [words.say("cli.more", names=", ".join(kinds[:_NAMED]), n=words.number(len(kinds) - _NAMED))]
    return ", ".join([*named, *kinds])


_IN_WORDS = frozenset({"group-devices", "settings-catalog", "devices", "groups", "tenant", "people"})


def examination_json(found: Examination) -> JSON:
    """The same in codes and arguments."""
    return {
        "format_version": FORMAT_VERSION,
        "for": found.purpose,
        "well": found.is_ready,
        "checks": [
            {
                "check": c.name,
                "about": c.about,
                "status": c.status,
                "finding": c.finding,
                "args": dict(sorted(c.args.items())),
            }
            for c in found.checks
        ],
        "grants": [{"permission": need.permission, "for": list(need.what)} for need in found.grants],
        "granted": list(found.granted),
        "spare": list(unneeded_permissions(found.granted, found.needs)),
    }
