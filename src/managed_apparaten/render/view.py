"""A plan as people read it: which blocks there are and what each row says, before it is a terminal page or Markdown.

The order of things, what is folded and what is said in capitals is decided here once; the two renderers only lay out.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.core.cause import Causes
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import parts
from managed_apparaten.plan.change import AssignmentChange, Change, FieldChange, Plan, Reach
from managed_apparaten.render.words import Words

Sign = Literal["+", "-", "~", "!"]
_FIELD_SIGNS: dict[str, Sign] = {"add": "+", "remove": "-", "replace": "~"}
_CHANGE_SIGNS: dict[str, Sign] = {"create": "+", "update": "~", "delete": "-", "adopt": "~"}
_EFFECTS = {
    "cause.rule.block": "block",
    "cause.rule.caution": "caution",
    "cause.rule.allow": "allow",
    "cause.rule.require": "allow",
    "cause.built-in": "allow",
}
_SETS = {
    "blockedappbundleids": "block",
    "deniedapps": "block",
    "deniedbinaries": "block",
    "restrictedApps": "block",
    "allowlistedappbundleids": "allow",
    "allowedapps": "allow",
    "allowedbinaries": "allow",
    "compliantAppsList": "report",
}
"""Intune's sets of apps whose name alone says what being in them means: a member that goes has no rule left to say it."""
_BY_MODE = {
    "personalProfilePersonalApplications": (
        "personalProfilePlayStoreMode",
        {"blockedApps": "block", "allowedApps": "allow"},
    ),
    "compliantAppsList": (
        "compliantAppListType",
        {"appsNotInListCompliant": "report", "appsInListCompliant": "allow"},
    ),
}
"""Intune's sets of apps of which another property of the object says what being in them means: list -> that property, its values."""
LONGEST_VALUE = 60
_SHARED = 12
"""Characters before a difference that are shown of a text too long to show whole."""


@dataclass(frozen=True, slots=True)
class ViewRow:
    """One difference, or one group of differences with the same cause: `+ blocked  Temu (com.einnovation.temu)`."""

    sign: Sign
    what: str
    text: str
    causes: Causes = ()
    members: tuple[str, ...] = ()
    """When the row stands for several members of a set: their names, and `text` is how many there are."""
    gone: str = "cli.plan.no-rule"
    """Why a member went, as a message key; empty where the row explains itself, such as an assignment."""


@dataclass(frozen=True, slots=True)
class Block:
    """What happens to one object."""

    sign: Sign
    change: Change
    note: str
    rows: tuple[ViewRow, ...]
    reach: str
    alarms: tuple[str, ...] = ()
    """In capitals, when people lose protection or have less of it."""


@dataclass(frozen=True, slots=True)
class RoleGroup:
    """New objects of one role, told together: a first plan makes dozens of them."""

    role: str
    """Empty for objects that several roles share, such as filters."""
    changes: tuple[Change, ...]


def active(plan: Plan) -> tuple[Change, ...]:
    """The changes that do something."""
    return tuple(change for change in plan.changes if change.action != "none")


def by_role(changes: Iterable[Change]) -> list[RoleGroup]:
    """Creates grouped by role, sorted by role."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.role, []).append(change)
    return [RoleGroup(role, tuple(members)) for role, members in sorted(groups.items())]


def block(change: Change, words: Words, *, full: bool) -> Block:
    """One change with its rows; `full` shows each member of a set by itself."""
    reach = reach_text(change.reach, words)
    gone = change.removes_protection
    alarms = [words.say("cli.plan.removes-protection", reach=reach)] if gone else []
    alarms += (
        [words.say("cli.plan.weakens-protection", reach=reach_text(change.weakens, words))]
        if change.weakens
        else []
    )
    return Block(
        sign="!" if change.reason == "drift" else _CHANGE_SIGNS[change.action],
        change=change,
        note=_note(change, words),
        rows=tuple(_rows(change, words, full)),
        reach="" if gone else words.say("cli.plan.reaches", reach=reach),
        alarms=tuple(alarms),
    )


def alike(blocks: Iterable[Block]) -> list[list[Block]]:
    """Updates of one kind with the very same rows together, at the place of the first; everything else by itself."""
    groups: dict[Hashable, list[Block]] = {}
    for found in blocks:
        change = found.change
        plain = found.sign == "~" and found.rows and not change.not_managed and not found.alarms
        key = (change.address.kind, found.note, found.rows) if plain else (change.address, change.object_id)
        groups.setdefault(key, []).append(found)
    return list(groups.values())


def reach_text(reach: Reach, words: Words) -> str:
    """`1 group, 93 people, 88 devices`."""
    counts = (
        ("cli.count.group", reach.groups),
        ("cli.count.person", reach.people),
        ("cli.count.device", reach.devices),
    )
    told = [words.count(key, number) for key, number in counts]
    return words.listed(
        [", ".join(told), words.count("cli.count.hidden", reach.hidden)]
        if reach.hidden
        else [", ".join(told)]
    )


def summary(plan: Plan, words: Words) -> str:
    """`1 to create, 2 to update, 1 to delete, 27 unchanged.`"""
    actions = [change.action for change in plan.changes]
    told = [words.say(f"cli.plan.to-{action}", n=words.number(actions.count(action)))
            for action in ("create", "update", "adopt", "delete") if action in actions]  # fmt: skip
    unchanged = words.say("cli.plan.unchanged", n=words.number(actions.count("none")))
    refused = not all(guard.passed for guard in plan.guards)
    nothing = words.say("cli.plan.refused" if refused else "cli.plan.no-changes", unchanged=unchanged)
    return ", ".join([*told, unchanged]) + "." if told else nothing


def likeness(plan: Plan) -> Mapping[str, str]:
    """Of objects that are not ours, those that look like ours, by id: `changed-copy`, `unclear` or `same-name`."""
    ours = {change.name for change in plan.changes}
    sorts = {"PLN018": "changed-copy", "PLN048": "unclear", "PLN078": "unclear"}
    told = {dict(one.args)["id"]: sorts[one.code] for one in plan.diagnostics if one.code in sorts}
    return {i.id: told.get(i.id, "same-name") for i in plan.unmanaged if i.id in told or i.name in ours}


TAGS = frozenset({"/roleScopeTagIds", "/roleScopeTags"})
"""Scope tags of an object, under the names that kinds have for them."""


def others_set(change: Change) -> list[str]:
    """Properties of our object that somebody else set. Scope tags are told apart: the policy may have set them once."""
    return [pointer.lstrip("/") for pointer in change.not_managed if pointer not in TAGS]


def field_name(pointer: str) -> str:
    """The property that changed, in Intune's own word: the last step of the pointer that is not a place in a list.

    The id of a settings catalog definition repeats all that stands above it; what follows its last `_` is its own name.
    """
    steps = [step for step in parts(pointer) if not step.isdigit()]
    return steps[-1].rpartition("_")[2] if steps else pointer


def effect_of(causes: Causes) -> str | None:
    """What the rule behind a member of a set does to the app: block, caution or allow; None when it is no rule that says so."""
    if not causes:
        return None
    first = causes[0]
    return dict(first.args).get("effect") or _EFFECTS.get(first.message)


def meaning(change: Change, field: FieldChange, known: Mapping[str, str]) -> str | None:
    """What being in a set of apps means: `block`, `allow`, or `report`, which stops nothing. What goes is told by what the set was, what
    comes by what it will be. `known` is `sets` of this change; None for what is no member of a set."""
    name = field_name(field.pointer)
    if not field.label:
        return known.get(field.pointer)
    if name in _BY_MODE:
        image = change.before if field.op == "remove" else change.after
        mode, senses = _BY_MODE[name]
        if image and (sense := senses.get(str(image.body.get(mode)))):
            return sense
    return known.get(field.pointer) or _SETS.get(name)


def sets(fields: Iterable[FieldChange]) -> dict[str, str]:
    """Pointer of each set of apps that changes -> what being in it means: `block`, `allow`, or `report`, which stops nothing."""
    found: dict[str, str] = {}
    for field in fields:
        effect = effect_of(field.causes) if field.label else None
        if effect and _SETS.get(field_name(field.pointer)) == "report":
            found[field.pointer] = "report"
        elif effect:
            found[field.pointer] = "block" if "block" in (effect, found.get(field.pointer)) else "allow"
    return found


def value_text(value: JSON) -> str:
    """A value on one line, cut when it is long; strings stay bare unless they would be misread, small objects give their values."""
    if isinstance(value, dict) and value and all(isinstance(inner, str) for inner in value.values()):
        value = " ".join(inner for key, inner in value.items() if "@" not in key)
    text = (
        value
        if isinstance(value, str) and value.strip() == value and value
        else json.dumps(value, ensure_ascii=False)
    )
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def _note(change: Change, words: Words) -> str:
    if change.action == "update" and change.reason == "policy-changed":
        return ""
    return words.say(f"cli.reason.{change.reason}")


def _rows(change: Change, words: Words, full: bool) -> Iterable[ViewRow]:
    known = sets(change.fields)
    fields = [_field_row(change, field, known, words) for field in change.fields]
    apps = [
        ViewRow(_FIELD_SIGNS[field.op], words.say("cli.plan.app"), _value(field), field.causes)
        for field in change.app_changes
    ]
    assigned = [_assignment_row(assignment, words) for assignment in change.assignment_changes]
    if full:
        return [*fields, *apps, *assigned]
    if change.action == "delete":
        return []
    if change.action == "create":
        fields = _settings(change, known, words)
    return [row for rows in (fields, apps, assigned) for row in _folded(rows, words)]


_OF_MARKS = "cause.kind.mark-"


def _settings(change: Change, known: Mapping[str, str], words: Words) -> list[ViewRow]:
    """Of a new object: the apps in its sets as they are, and all settings with one cause as a single row."""
    fields = change.fields
    rows = [_field_row(change, field, known, words) for field in fields if field.pointer in known]
    by_cause: dict[Causes, list[str]] = {}
    for field in fields:
        if field.pointer not in known:
            text = field.label or f"{field_name(field.pointer)} {value_text(field.after)}"
            by_cause.setdefault(field.causes[:1], []).append(text)
    what = words.say("cli.plan.settings")
    return [
        *rows,
        *(
            ViewRow("+", what, words.number(len(texts)), causes, tuple(texts))
            for causes, texts in by_cause.items()
        ),
    ]


def _field_row(change: Change, field: FieldChange, known: Mapping[str, str], words: Words) -> ViewRow:
    if field.causes and field.causes[0].message.startswith(_OF_MARKS):
        # Two digests tell a reader nothing; the cause says what differs.
        return ViewRow(
            _FIELD_SIGNS[field.op], field_name(field.pointer), words.say("cli.plan.mark"), field.causes
        )
    effect = meaning(change, field, known)
    named = (
        words.say("cli.plan.setting")
        if field.label and not field.label.endswith(")")
        else field_name(field.pointer)
    )
    what = words.say(f"effect.{effect}") if effect else named
    turned = field.op == "remove" and effect and any(other != effect for other in known.values())
    return ViewRow(
        _FIELD_SIGNS[field.op],
        what,
        _value(field),
        field.causes,
        gone="cli.plan.turned" if turned else "cli.plan.no-rule",
    )


def _value(field: FieldChange) -> str:
    if field.label:
        return field.label
    if field.op == "replace":
        before, after = value_text(field.before), value_text(field.after)
        if before == after and isinstance(field.before, str) and isinstance(field.after, str):
            before, after = _apart(field.before, field.after)
        return f"{before} → {after}"
    return value_text(field.after if field.op == "add" else field.before)


def _apart(before: str, after: str) -> tuple[str, str]:
    """Of two long texts that begin alike: a little of what they share, and where they differ."""
    pairs = enumerate(zip(before, after, strict=False))
    first = next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))
    begin = max(first - _SHARED, 0)
    return value_text("…" + before[begin:]), value_text("…" + after[begin:])


def _assignment_row(assignment: AssignmentChange, words: Words) -> ViewRow:
    what = words.say("cli.plan.excluded" if assignment.exclude else "cli.plan.assigned")
    meant = (
        f"{what}: {words.say(f'cli.intent.{assignment.intent}')}" if assignment.intent in INTENTS else what
    )
    name = group_name(assignment, words)
    shown = (
        words.say("cli.plan.filtered", group=name, filter=assignment.filter) if assignment.filter else name
    )
    return ViewRow("+" if assignment.op == "add" else "-", meant, shown, assignment.causes, gone="")


def group_name(assignment: AssignmentChange, words: Words) -> str:
    """The group's name, or the words for everyone."""
    return (
        assignment.group_name
        if assignment.target == "group"
        else words.say(f"cli.target.{assignment.target}")
    )


INTENTS = ("available", "required", "uninstall")
_FOLD_FROM = 5


def _folded(rows: Sequence[ViewRow], words: Words) -> list[ViewRow]:
    """Five or more members of one set with one cause as a single row; then the same for causes of one sort on different lines."""
    by_cause = _merged(rows, lambda row: (row.sign, row.what, row.causes[:1]), words)
    return _merged(
        by_cause, lambda row: (row.sign, row.what, tuple(cause.message for cause in row.causes[:1])), words
    )


def _merged(rows: Sequence[ViewRow], key: Callable[[ViewRow], Hashable], words: Words) -> list[ViewRow]:
    groups: dict[Hashable, list[ViewRow]] = {}
    for row in rows:
        groups.setdefault((key(row), row.text) if row.members else key(row), []).append(row)
    return [
        row
        for group in groups.values()
        for row in (group if len(group) < _FOLD_FROM else [_one_row(group, words)])
    ]


def _one_row(group: Sequence[ViewRow], words: Words) -> ViewRow:
    first = group[0]
    causes = tuple(dict.fromkeys(cause for row in group for cause in row.causes[:1]))
    return ViewRow(
        first.sign, first.what, words.number(len(group)), causes, tuple(row.text for row in group), first.gone
    )


def short_names(members: Sequence[str]) -> list[str]:
    """Members of a folded row by name alone: `Temu` for `Temu (com.einnovation.temu)`, each name once."""
    return list(
        dict.fromkeys(name.rpartition(" (")[0] or name if name.endswith(")") else name for name in members)
    )
