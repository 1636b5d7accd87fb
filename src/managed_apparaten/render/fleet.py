"""The table at the end of a run of several organisations: one line each, what went wrong below its own line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.render.json import FORMAT_VERSION, diagnostic
from managed_apparaten.render.pieces import BLANK, Line, Piece, Tone, columns, line, wrapped
from managed_apparaten.render.problems import sentence
from managed_apparaten.render.words import Words

_SIGNS = {"create": "+", "update": "~", "adopt": "~", "delete": "-"}
_TONES: dict[str, Tone] = {
    "failed": "alarm", "crashed": "alarm", "partly": "alarm", "refused": "warning", "not-begun": "warning", "waiting": "warning",
}  # fmt: skip
BAD = frozenset(_TONES)


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One organisation."""

    organisation: str
    result: str
    code: int
    actions: Mapping[str, int]
    """How many objects get which action."""
    people: str
    """How many people gain or lose something; empty when it was never measured."""
    why: Diagnostic | None
    seconds: float


def table(rows: Sequence[FleetRow], words: Words, width: int) -> list[Line]:
    """All rows, and how many went well."""
    head = [words.say(f"cli.fleet.column.{name}") for name in ("organisation", "result", "changes", "people")]
    cells = columns([head, *(_cells(row, words) for row in rows)])
    lines = [line(Piece(cells[0], "quiet"))]
    for row, text in zip(rows, cells[1:], strict=True):
        lines.append(line(Piece(text, _TONES.get(row.result, "plain"))))
        if row.why and row.result in BAD:
            lines += wrapped(
                f"{row.why.code} {sentence(row.why, words, 'short')}", width, "    ", first="    "
            )
    return [BLANK, *lines, BLANK, *_total(rows, words, width)]


def changes(actions: Mapping[str, int]) -> str:
    """`+12 ~3 -1`; nothing when nothing was measured."""
    counts: dict[str, int] = {"+": 0, "~": 0, "-": 0}
    for action, number in actions.items():
        if action in _SIGNS:
            counts[_SIGNS[action]] += number
    return " ".join(f"{sign}{number}" for sign, number in counts.items()) if actions else ""


def _cells(row: FleetRow, words: Words) -> list[str]:
    people = words.number(int(row.people)) if row.people.isdigit() else row.people
    return [row.organisation, words.say(f"cli.fleet.result.{row.result}"), changes(row.actions), people]


def as_json(rows: Sequence[FleetRow]) -> JSON:
    """The same for a machine."""
    return {
        "format_version": FORMAT_VERSION,
        "organisations": [
            {
                "organisation": row.organisation,
                "result": row.result,
                "exit_code": row.code,
                "actions": dict(sorted(row.actions.items())),
                "people": int(row.people) if row.people.isdigit() else None,
                "why": diagnostic(row.why) if row.why else None,
                "seconds": round(row.seconds, 1),
            }
            for row in rows
        ],
    }


def _total(rows: Sequence[FleetRow], words: Words, width: int) -> list[Line]:
    bad = [row.organisation for row in rows if row.result in BAD]
    if not bad:
        return [line(Piece(words.say("cli.fleet.all-well", total=words.number(len(rows))), "strong"))]
    text = words.say(
        "cli.fleet.total", good=words.number(len(rows) - len(bad)), total=words.number(len(rows))
    )
    return [
        line(Piece(text, "strong")),
        *wrapped(words.say("cli.fleet.rest", names=", ".join(bad)), width, "  ", first=""),
    ]
