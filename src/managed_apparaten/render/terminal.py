"""A plan for a terminal: 80 columns when piped, readable without colour, nothing longer than somebody will read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from managed_apparaten.core.cause import Causes
from managed_apparaten.plan.change import Change, Guard, Plan, RoleReach
from managed_apparaten.render.effects import plan_effects
from managed_apparaten.render.pieces import BLANK, Line, Piece, Tone, columns, fitted, line, width_of, wrapped
from managed_apparaten.render.view import (
    TAGS,
    Block,
    ViewRow,
    active,
    alike,
    block,
    by_role,
    group_name,
    likeness,
    others_set,
    reach_text,
    sets,
    short_names,
    summary,
)
from managed_apparaten.render.words import Words, place

_TONES: dict[str, Tone] = {"+": "add", "-": "remove", "~": "change", "!": "warning"}
_INDENT = "    "
_BELOW = _INDENT * 2
_MEMBERS_SHOWN = 6
_ROWS_SHOWN = 12
_WHAT = 12
_NAMES_SHOWN = 4
_FOREIGN_SHOWN = 3
_TOGETHER_FROM = 3
_CLASSES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Page:
    """How to lay out: in which language, how wide, and whether to leave anything out."""

    words: Words
    width: int = 80
    full: bool = False
    policies: str = "policies"


def plan_lines(plan: Plan, page: Page) -> list[Line]:
    """The whole plan, from the numbers at the top to what apply would refuse."""
    changes = active(plan)
    new = [change for change in changes if change.action == "create" and not page.full]
    rest = [change for change in changes if change not in new]
    sections = [
        _head(plan, page),
        *_new(new, plan.reaches, page),
        *_changes([block(change, page.words, full=page.full) for change in rest], page),
        plan_effects(
            plan.effects, page.words, page.width, len(plan.effects) if page.full else _CLASSES_SHOWN
        ),
        _unmanaged(plan, page),
        _exceptions(plan, page),
    ]
    return _fit([*_joined(sections), *_foot(plan, page)], page)


def _fit(lines: Iterable[Line], page: Page) -> list[Line]:
    return [part for row in lines for part in fitted(row, page.width)]


def _joined(sections: Iterable[list[Line]]) -> list[Line]:
    return [row for section in sections if section for row in (*section, BLANK)]


def _head(plan: Plan, page: Page) -> list[Line]:
    words, counts = page.words, plan.counts
    left = ", ".join((words.count("cli.count.role", counts.roles), words.count("cli.count.app", counts.apps),
                      words.count("cli.count.exception", counts.exceptions)))  # fmt: skip
    found = words.say("cli.plan.tenant", name=plan.tenant_name, objects=words.count("cli.count.object", counts.objects),
                      ours=words.number(counts.ours), foreign=words.number(counts.foreign))  # fmt: skip
    names = columns([[f"{page.policies}/", left], [words.say("cli.plan.tenant-label"), found]], gap=3)
    day = words.say("cli.plan.evaluated", date=plan.evaluated_on)
    room = page.width - len(names[0]) - len(day)
    first = (
        [line(names[0] + " " * room, Piece(day, "quiet"))]
        if room >= 2
        else [line(names[0]), line(Piece(day, "quiet"))]
    )
    return [*first, line(names[1])]


def _new(changes: Sequence[Change], reaches: Sequence[RoleReach], page: Page) -> list[list[Line]]:
    return [_role_group(group.role, group.changes, reaches, page) for group in by_role(changes)]


def _role_group(role: str, changes: Sequence[Change], reaches: Sequence[RoleReach], page: Page) -> list[Line]:
    """All new objects of a role, or of no role in particular: a line each with what is in it, then who gets them."""
    words = page.words
    told = words.count("cli.count.new-object", len(changes))
    title = (
        words.say("cli.plan.new-role", role=role, objects=told)
        if role
        else words.say("cli.plan.new-shared", objects=told)
    )
    rows = columns(
        [
            [str(change.address), contents(change, words) if role else _given(change, words)]
            for change in changes
        ]
    )
    lines = [line(Piece("+ ", "add"), Piece(title, "strong"))]
    for row in rows:
        lines += wrapped(row, page.width, indent=_INDENT * 3, first=_INDENT)
    for text in _all_together(role, changes, reaches, words) if role else [_to_none(changes, words)]:
        lines += wrapped(text, page.width, indent=_INDENT * 2, first=_INDENT, tone="quiet") if text else []
    return lines


def _all_together(
    role: str, changes: Sequence[Change], reaches: Sequence[RoleReach], words: Words
) -> list[str]:
    """Who gets the objects of one role, and how many that are: those for its people, then those for its devices, each with the
    exclusions that hold for that sort."""
    known = {found.by_device: found.reach for found in reaches if found.role == role}
    lines = []
    for by_device in sorted({change.by_device for change in changes}):
        some = [change for change in changes if change.by_device == by_device]
        widest = max((change.reach for change in some), key=lambda reach: (reach.people, reach.devices))
        lines += [
            _assigned(some, words),
            words.say("cli.plan.reaches", reach=reach_text(known.get(by_device, widest), words)),
        ]
    return lines


def _given(change: Change, words: Words) -> str:
    """What an object of several roles is to how many, each for itself: `available: 5 groups`."""
    intents = Counter(a.intent for a in change.assignment_changes if not a.exclude)
    if not intents:
        return contents(change, words)
    named = {
        intent: words.say(f"cli.intent.{intent}" if intent else "cli.plan.assigned")
        for intent in sorted(intents)
    }
    return ", ".join(
        f"{name}: {words.count('cli.count.group', intents[intent])}" for intent, name in named.items()
    )


def contents(change: Change, words: Words) -> str:
    """What a new object is about, in a few words: `60 blocked`, or how many settings it has when it names no apps."""
    known = sets(change.fields)
    counts = Counter(known[field.pointer] for field in change.fields if field.pointer in known)
    numbers = (
        ("cli.count.blocked", counts["block"]),
        ("cli.count.allowed", counts["allow"]),
        ("cli.count.reported", counts["report"]),
        ("cli.count.protected", len(change.app_changes)),
    )
    told = [words.count(key, number) for key, number in numbers if number]
    return ", ".join(told) or words.count(
        "cli.count.setting", len({field.pointer for field in change.fields})
    )


def _to_none(changes: Sequence[Change], words: Words) -> str:
    """Whom none of these objects is for."""
    out = [
        [group_name(a, words) for a in change.assignment_changes if a.exclude]
        for change in changes
        if change.assignment_changes
    ]
    names = [name for name in out[0] if all(name in others for others in out)] if out else []
    return words.say("cli.plan.not-to", groups=_names(names, words)) if names else ""


def _assigned(changes: Sequence[Change], words: Words) -> str:
    """Who gets the objects and who is kept out."""
    told = []
    for exclude, key in ((False, "cli.plan.assigned-to"), (True, "cli.plan.not-to")):
        names = [
            group_name(a, words)
            for change in changes
            for a in change.assignment_changes
            if a.exclude is exclude
        ]
        told += [words.say(key, groups=_names(names, words))] if names else []
    return "; ".join(told)


def _names(names: Sequence[str], words: Words) -> str:
    return folded(list(dict.fromkeys(names)), _NAMES_SHOWN, words)


def folded(names: list[str], shown: int, words: Words) -> str:
    """The first few names and how many more there are; one name is never folded away alone."""
    if len(names) <= shown + 1:
        return words.listed(names)
    return words.say("cli.more", names=", ".join(names[:shown]), n=words.number(len(names) - shown))


def _block(found: Block, page: Page) -> list[Line]:
    lines = [*_title(found, page), *_shown_rows(found, page)]
    if theirs := others_set(found.change):
        names = folded(theirs, _NAMES_SHOWN, page.words)
        lines += wrapped(
            page.words.say("cli.plan.not-managed", names=names), page.width, _BELOW, "quiet", _INDENT
        )
    if TAGS & {*found.change.not_managed}:
        lines += wrapped(page.words.say("cli.plan.tags-stay"), page.width, _BELOW, "quiet", _INDENT)
    if found.reach:
        lines.append(line(_INDENT, Piece(found.reach, "quiet")))
    return [*lines, *(line(_INDENT, Piece(alarm, "alarm")) for alarm in found.alarms)]


def _shown_rows(found: Block, page: Page) -> list[Line]:
    """The rows, as many as somebody will read, and how many more there are."""
    rows = found.rows if page.full else found.rows[:_ROWS_SHOWN]
    hidden = sum(max(1, len(row.members)) for row in found.rows[len(rows) :])
    more = (
        [line(_INDENT, Piece(page.words.say("cli.plan.hidden", n=page.words.number(hidden)), "quiet"))]
        if hidden
        else []
    )
    return [*_rows(rows, page), *more]


def change_lines(change: Change, page: Page) -> list[Line]:
    """One change by itself, as in a plan."""
    return _fit(_block(block(change, page.words, full=page.full), page), page)


def _changes(blocks: Sequence[Block], page: Page) -> Iterable[list[Line]]:
    """Blocks in the order of the plan; the same change on three or more objects of a kind is told once."""
    for same in alike(blocks):
        yield from (
            [_together(same, page)]
            if len(same) >= _TOGETHER_FROM and not page.full
            else [_block(found, page) for found in same]
        )


def _together(same: Sequence[Block], page: Page) -> list[Line]:
    """One change on several objects: what changes, then whom it reaches on each."""
    first, words = same[0], page.words
    title = words.say(
        "cli.plan.together",
        kind=first.change.address.kind,
        objects=words.count("cli.count.object", len(same)),
    )
    reached = columns([[found.change.address.key, reach_text(found.change.reach, words)] for found in same])
    note = wrapped(first.note, page.width, _INDENT) if first.note else []
    return [
        line(Piece(first.sign + " ", _TONES[first.sign]), Piece(title, "strong")),
        *note,
        *_shown_rows(first, page),
        *(line(_INDENT, Piece(text, "quiet")) for text in reached),
    ]


def _title(found: Block, page: Page) -> list[Line]:
    change, sign = found.change, Piece(found.sign + " ", _TONES[found.sign])
    if found.sign == "!":
        return wrapped(
            f"! {page.words.say('cli.plan.drift', address=str(change.address))}",
            page.width,
            "  ",
            "warning",
            "",
        )
    address, name = Piece(str(change.address), "strong"), f'"{change.name}"'
    tail = name if not found.note else f"{name}  {found.note}"
    whole = line(sign, address, "  ", tail)
    return (
        [whole]
        if width_of(whole) <= page.width
        else [line(sign, address), *wrapped(tail, page.width, _INDENT)]
    )


def _rows(rows: Sequence[ViewRow], page: Page) -> list[Line]:
    """Differences under each other. The cause stands at the end of its row, or once below the rows that share it."""
    width = max((len(row.what) for row in rows), default=0)
    if any(width_of(_row_head(row, width, 0)) > page.width for row in rows):
        width = max((len(row.what) for row in rows if len(row.what) <= _WHAT), default=0)
    room = min(max((len(row.text) for row in rows if not row.members), default=0), 40)
    lines: list[Line] = []
    for index, row in enumerate(rows):
        why = because_text(row, page.words)
        head = _row_head(row, width, room)
        inline = (*head, Piece("  " + why, "quiet"))
        fits = width_of(inline) <= page.width
        shared = index + 1 < len(rows) and because_text(rows[index + 1], page.words) == why
        lines.append(inline if fits else head)
        lines += (
            wrapped(folded(short_names(row.members), _MEMBERS_SHOWN, page.words), page.width, _BELOW)
            if row.members
            else []
        )
        lines += [] if fits or shared else wrapped(why, page.width, _BELOW, "quiet")
    return lines


def _row_head(row: ViewRow, width: int, room: int) -> Line:
    text = f"{row.text}:" if row.members else row.text.ljust(room)
    return line(_INDENT, Piece(row.sign + " ", _TONES[row.sign]), row.what.ljust(width), "  ", text)


def because_text(row: ViewRow, words: Words) -> str:
    """`organisation.yaml:14  VNG-advies van 17 mei 2023`, or that nothing asks for it any more."""
    if row.causes:
        return _causes_text(row.causes, words) if row.members else cause_text(row.causes, words)
    return words.say(row.gone) if row.sign == "-" and row.gone else ""


def cause_text(causes: Causes, words: Words) -> str:
    """The first cause with its line."""
    first = causes[0]
    return f"{place(first.span)}  {words.cause(first)}" if first.span else words.cause(first)


def _causes_text(causes: Causes, words: Words) -> str:
    """Of a folded row: where its causes stand, and what they say when they all say the same."""
    places = list(dict.fromkeys(place(cause.span) for cause in causes if cause.span))
    texts = list(dict.fromkeys(words.cause(cause) for cause in causes))
    where = folded(places, 1, words) if len(places) > 2 else words.listed(places)
    return "  ".join(filter(None, (where, texts[0] if len(texts) == 1 else "")))


def _unmanaged(plan: Plan, page: Page) -> list[Line]:
    """What is not ours; an object that looks like one of ours comes first and is pointed out."""
    if not plan.unmanaged:
        return []
    words, like = page.words, likeness(plan)
    found = sorted(plan.unmanaged, key=lambda item: (item.id not in like, item.name, item.id))
    told = [
        words.say(f"cli.plan.{like[item.id]}", name=item.name) if item.id in like else f'"{item.name}"'
        for item in found
    ]
    names = words.listed(told) if page.full else folded(told, _FOREIGN_SHOWN, words)
    text = words.say("cli.plan.unmanaged", objects=words.count("cli.count.object", len(found)))
    return wrapped(f"{text} {names}", page.width, _INDENT, first="")


def _exceptions(plan: Plan, page: Page) -> list[Line]:
    lines: list[Line] = []
    for notice in plan.exceptions:
        apps = folded(list(notice.apps), _NAMES_SHOWN, page.words)
        args = {"id": notice.id, "role": notice.role, "starts": notice.starts, "ends": notice.ends}
        text = page.words.say(f"cli.exception.{notice.status}", apps=apps, **args)
        lines += wrapped(
            text,
            page.width,
            _INDENT,
            "warning" if notice.status in ("ending", "ended") else "plain",
            first="",
        )
    return lines


def _foot(plan: Plan, page: Page) -> list[Line]:
    """The count, what stands in the way, and that nothing was done."""
    words = page.words
    lines = [line(Piece(summary(plan, words), "strong"))]
    for guard in plan.guards:
        if not guard.passed:
            lines += wrapped(guard_text(guard, words), page.width, _INDENT, "alarm", "")
    return [*lines, line(words.say("cli.nothing-changed"))]


def guard_text(guard: Guard, words: Words) -> str:
    """`Refused: PLN020 deleting needs --allow-delete (1 delete).`; a flag that the sentence does not name stands behind it."""
    text = words.say(guard.code, measured=guard.measured, limit=guard.limit, override=guard.override)
    flag = f" ({guard.override})" if guard.override and guard.override not in text else ""
    return words.say("cli.plan.guard", code=guard.code, text=text + flag)
