"""Writes docs/reference/enforcement.md: what the step of each role of the example really does, on each sort of device.

    python -m tests.oracle.page            # write it
    python -m tests.oracle.page --check    # exit 1 when the file is not what would be written

The example is applied to an embedded tenant and the effect oracle is asked about every app of the catalogue, so that
the page tells what the tenant's policies do and not what they were meant to do.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.oracle.alone import alone, sentence
from tests.oracle.matrix import Matrix, device_platform, named_apps
from tests.oracle.office import ROOT, Office, Ready, example, office, ready
from tests.oracle.oracle import Conflict, Oracle
from tests.oracle.question import CONTROLLED, Answer, App, Device, Enrolment, Question, Side, Verdict
from tests.oracle.tenant import Graph

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.effects.effect import Effect, device_name
from managed_apparaten.kinds import all_kinds
from managed_apparaten.messages import render
from managed_apparaten.policy.model import App as CatalogueApp
from managed_apparaten.policy.model import DeviceClass, Role

PAGE = ROOT / "docs" / "reference" / "enforcement.md"
NEWEST = (27, 0)
"""The system version of the devices that are asked about."""
LISTED = {
    "ios": ("bundle-id",),
    "android": ("package",),
    "windows": ("package-family-name", "executable"),
    "macos": ("bundle-id",),
}
INTRODUCTION = """\
<!-- Written by `make reference`. Do not edit. -->
# What each step really does

For every role of the example, what the step that it asks for does on each sort of its devices. The example is applied to
the embedded tenant; an independent reading of the tenant's policies, which knows nothing of what compiled them, is then
asked about every app of the catalogue. Counts are over all apps that the rules of the role forbid or approve, with an
identifier on the platform or without. What Intune cannot do is said in the last column, in the words in which
`apparaten validate` and `apparaten plan` say it.

- **forbidden**: apps that a rule forbids. **approved**: apps that a rule allows or that nobody may block.
- **stopped**: none of its identifiers opens. **reported**: it can be opened, and the device becomes non-compliant or a report names it.
  **not controlled**: nothing does anything about it. **unknown**: it has no identifier there, and the list lets in more than it names.
- A code "for so many apps" is about identifiers of single apps; `apparaten validate` names them, `apparaten explain CODE` tells more.
"""
HEAD = "| devices | step | what it does | objects in Intune | what it does not do |\n|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Measured:
    """The example with its tenant."""

    made: Ready
    oracle: Oracle
    matrix: Matrix


def measured(one: Office) -> Measured:
    """Apply the example and read the tenant."""
    made = ready(example())
    one.apply(made)
    oracle = one.oracle()
    groups = {group["displayName"]: group["id"] for group in Graph(one.tenant).all("groups?$select=id,displayName")}
    kinds = frozenset(kind.name for kind in all_kinds())
    return Measured(
        made, oracle, Matrix(made.policy, made.resolved, kinds, oracle.directory, oracle.intents, groups, named_apps(made.policy))
    )


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as directory, office(Path(directory)) as one:
        world = measured(one)
        return "\n".join([INTRODUCTION, *(line for role in world.made.resolved.roles for line in _role(world, role))]).rstrip() + "\n"


def _role(world: Measured, role: Role) -> Iterator[str]:
    yield f"## {role.title.in_language('en')} (`{role.id}`)\n"
    yield HEAD
    for device in role.devices:
        yield _row(world, role, device)
    yield ""


def _row(world: Measured, role: Role, device: DeviceClass) -> str:
    step = role.step_on(device).value
    found = alone(world.made.policy, world.made.resolved, role, device, step)
    objects = ", ".join(f"`{kind}`" for kind in sorted({d.address.kind for d in found.resources})) or "none"
    cells = (device_name(device), step, _effect(world, role, device), objects, _gaps(found.diagnostics))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _gaps(diagnostics: Sequence[Diagnostic]) -> str:
    """One sentence a code; those about single apps are counted."""
    codes: dict[str, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        codes.setdefault(diagnostic.code, []).append(diagnostic)
    return "; ".join(_said(code, some) for code, some in sorted(codes.items())) or "-"


def _said(code: str, some: Sequence[Diagnostic]) -> str:
    if "app" in some[0].args:
        return f"{code} for {len(some)} app{'s' if len(some) > 1 else ''}"
    return "; ".join(f"{code}: {sentence(diagnostic)}" for diagnostic in some)


def _effect(world: Measured, role: Role, device: DeviceClass) -> str:
    subject = _subject(world, role, device)
    if subject is None:
        return "nobody in the example has such a device"
    sides = [side for enrolment, side in CONTROLLED if enrolment == subject.enrolment]
    return "; ".join((f"{side} side: " if len(sides) > 1 else "") + _on_side(world, role, subject, side) for side in sides)


def _subject(world: Measured, role: Role, device: DeviceClass) -> Device | None:
    """A device of this class with somebody of this role, newest system version; in a group of devices where the class has one."""
    enrolment = _enrolment(device)
    like = Device("subject", device.platform, enrolment, None, None, NEWEST, device.supervised)
    if device.groups:
        members = {one for g in device.groups for one in world.oracle.directory.members[g.id or world.matrix.groups[g.name]]}
        subjects = [replace(like, entra=one, id=f"subject-{one}") for one in sorted(members)]
    else:
        subjects = [
            replace(like, user=person, id=f"subject-{person}-{device_name(device)}") for person in sorted(world.oracle.directory.people)
        ]
    return next((one for one in subjects if (found := world.matrix.role(one.user, one)) and found.id == role.id), None)


def _enrolment(device: DeviceClass) -> Enrolment:
    if device.platform == "ios":
        return "unenrolled" if device.ownership == "personal" else "supervised" if device.supervised else "unsupervised"
    if device.platform == "android":
        return device.management or "unenrolled"
    return "joined" if device.platform == "windows" else "mac"


def _on_side(world: Measured, role: Role, subject: Device, side: Side) -> str:
    found: dict[str, Counter[Effect]] = {"forbidden": Counter(), "approved": Counter(), "other": Counter()}
    marks: Counter[str] = Counter()
    decisions = world.made.resolved.decisions[role.id][device_platform(subject)]
    try:
        for app in world.made.policy.apps.values():
            decision, known = decisions[app.id], _identifiers(subject, app)
            sort = "forbidden" if decision.blocked else "approved" if decision.approved else "other"
            if sort == "approved" and app.management and not any(i.platform == subject.platform for i in app.identifiers):
                continue
            asked = known or [App(LISTED[subject.platform][0], "nobody.knows_this")]
            verdicts = [world.oracle.ask(Question(subject.user, subject, side, one)) for one in asked]
            found[sort][_measured(subject, verdicts, bool(known), sort)] += 1
            marks.update(frozenset[str]().union(*(verdict.marks for verdict in verdicts)))
    except Conflict as conflict:
        return f"a policy that is not ours is in conflict with it ({conflict})"
    said = [_numbers(found[sort], word) for sort, word in SORTS.items()]
    if found["other"][Effect.STOPPED]:
        said.append(f"{found['other'][Effect.STOPPED]} of {found['other'].total()} apps that no rule is about stopped")
    said += [MARKS[mark].format(count=count) for mark, count in sorted(marks.items())]
    return "; ".join(said)


SORTS = {"forbidden": "forbidden apps", "approved": "approved apps"}
MARKS = {
    "audited": "only written in the event log of the device: {count} apps",
    "installed": "installed by itself: {count} apps",
    "non-compliant": "non-compliant with any of {count} apps",
    "protected": "work data protected in {count} apps",
    "removed": "removed where Intune installed it: {count} apps",
    "reported": "reported: {count} apps",
}
"""What else is measured, by mark."""
NAMELESS = ("windows", "macos")
"""Where a list of allowed apps lets in more than it names, so that of an app without an identifier nobody can say."""


def _measured(subject: Device, verdicts: Sequence[Verdict], known: bool, sort: str) -> Effect:
    """The oracle's answers on all identifiers of an app as one of the words in which the product speaks."""
    answers, marks = {verdict.answer for verdict in verdicts}, frozenset[str]().union(*(verdict.marks for verdict in verdicts))
    if answers == {Answer.NO}:
        return Effect.STOPPED if known or subject.platform not in NAMELESS else Effect.UNKNOWN
    if marks & {"non-compliant", "reported", "audited"}:
        return Effect.REPORTED
    if Answer.NOT_CONTROLLED in answers:
        return Effect.PROTECTED if "protected" in marks else Effect.NOT_CONTROLLED
    if "removed" in marks:
        return Effect.REMOVED
    return Effect.ALLOWED if known or sort != "forbidden" else Effect.NOT_CONTROLLED


def _numbers(found: Counter[Effect], what: str) -> str:
    """`of 117 forbidden apps 10 stopped, 107 unknown`."""
    told = ", ".join(render(f"effect.short.{effect.value}", "en", {"n": str(found[effect])}) for effect in Effect if found[effect])
    return f"of {found.total()} {what} {told}" if found else f"no {what}"


def _identifiers(subject: Device, app: CatalogueApp) -> list[App]:
    team = next((i.value for i in app.on("macos", "team-id")), "") if subject.platform == "macos" else ""
    return [App(i.type, i.value, team) for i in app.identifiers if i.platform == subject.platform and i.type in LISTED[subject.platform]]


def main(arguments: Sequence[str]) -> int:
    """Write the page, or check it."""
    written = page()
    if "--check" in arguments:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == written else 1
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(written, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
