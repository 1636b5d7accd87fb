"""What a policy says of its own decisions, and must keep: bodies that may decide, one line for everybody, private use, exceptions.

Sources: the advice of the VNG of 17 May 2023 (the choice between one line for all staff and a risk analysis; an exception only for a
primary task of the organisation); articles 160 Gemeentewet, 158 Provinciewet, 33b Wgr and 77 Waterschapswet (who decides for the body).
"""

import calendar
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import (
    STEPS,
    DeviceClass,
    GrantedException,
    Organisation,
    OrganisationType,
    Role,
)

NOT_PRIMARY_MONTHS = 3
"""How long an exception may last that serves no primary task."""
BODIES: Mapping[str, frozenset[OrganisationType]] = {
    "college": frozenset({"gemeente"}),
    "raad": frozenset({"gemeente"}),
    "dagelijks bestuur": frozenset({"gemeenschappelijke-regeling", "waterschap"}),
    "algemeen bestuur": frozenset({"gemeenschappelijke-regeling", "waterschap"}),
    "gedeputeerde staten": frozenset({"provincie"}),
    "provinciale staten": frozenset({"provincie"}),
}
"""Bodies of which it is known what they decide for; any other name is left to the reader."""
_SAME = {"gemeenteraad": "raad", "college van b en w": "college", "college van b&w": "college", "burgemeester en wethouders": "college",
         "college van burgemeester en wethouders": "college", "college van dijkgraaf en heemraden": "dagelijks bestuur"}  # fmt: skip


def organisation(
    stated: Organisation, roles: Sequence[Role], exceptions: Sequence[GrantedException]
) -> Iterator[Diagnostic]:
    """All of it."""
    yield from _foreign_bodies(stated, exceptions)
    if stated.approach.choice.value == "all-staff":
        yield from _different_lines(stated, roles)
    for role in roles:
        yield from _private_use(role)
    for exception in exceptions:
        yield from _not_primary(exception)
    yield from _copied(exceptions)


def _foreign_bodies(stated: Organisation, exceptions: Sequence[GrantedException]) -> Iterator[Diagnostic]:
    """POL330: a decision of a body that this kind of organisation does not have."""
    decision = stated.approach.decision
    named = [
        (decision.by, decision.span),
        *((approval.by, approval.span) for e in exceptions for approval in e.approvals),
    ]
    for body, span in named:
        name = " ".join(body.casefold().replace("-", " ").split())
        for_types = BODIES.get(_SAME.get(name, name))
        if for_types and stated.type.value != "other" and stated.type.value not in for_types:
            args = {"body": body, "type": stated.type.value}
            yield Diagnostic(
                "POL330", "error", span, args, related=(Related(stated.type.span, "label.type-here"),)
            )


def _different_lines(stated: Organisation, roles: Sequence[Role]) -> Iterator[Diagnostic]:
    """POL331: under one line for all staff, roles that have another step on the same class of device."""
    steps: dict[tuple[object, ...], dict[str, list[tuple[str, Span]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for role in roles:
        for device in role.devices:
            step = role.step_on(device)
            steps[_sort(device)][step.value].append((role.id, step.span))
    for sort, by_step in sorted(steps.items(), key=lambda item: str(item[0])):
        if len(by_step) > 1:
            ordered = sorted(by_step, key=lambda step: STEPS.index(step))
            told = "; ".join(
                f"{step}: {', '.join(sorted({role for role, _ in by_step[step]}))}" for step in ordered
            )
            args = {"devices": ", ".join(str(part) for part in sort if part), "steps": told}
            related = tuple(
                Related(span, "label.role-step") for step in ordered for _, span in sorted(by_step[step])[:1]
            )
            yield Diagnostic("POL331", "warning", stated.approach.choice.span, args, related=related)


def _sort(device: DeviceClass) -> tuple[object, ...]:
    return (
        device.platform,
        device.ownership,
        device.management or "",
        "supervised" if device.supervised else "",
    )


def _private_use(role: Role) -> Iterator[Diagnostic]:
    """POL332 and POL333: private use that the devices of the role allow, or cannot have."""
    if role.private_use is None:
        return
    if role.private_use.value == "own" and all(device.ownership == "corporate" for device in role.devices):
        yield Diagnostic("POL333", "warning", role.private_use.span, {"role": role.id})
    for device in role.devices:
        related = (Related(device.span, "label.device-here"),)
        args = {"role": role.id, "platform": device.platform}
        open_side = (
            device.management == "corporate-work-profile" and role.step_on(device).value != "allowlist"
        )
        if role.private_use.value == "none" and open_side:
            yield Diagnostic("POL332", "warning", role.private_use.span, args, related=related)


def _not_primary(exception: GrantedException) -> Iterator[Diagnostic]:
    """POL334: an exception without a primary task that lasts longer than three months."""
    latest = months_later(exception.starts.value, NOT_PRIMARY_MONTHS)
    if not exception.primary_task.value and exception.ends.value > latest:
        args = {"exception": exception.id, "latest": latest.isoformat()}
        related = (Related(exception.primary_task.span, "label.not-primary"),)
        yield Diagnostic(
            "POL334", "error", exception.ends.span, args, related=related, suggestion=latest.isoformat()
        )


def _copied(exceptions: Iterable[GrantedException]) -> Iterator[Diagnostic]:
    """POL335: the same alternatives in two exceptions."""
    seen: dict[str, GrantedException] = {}
    for exception in exceptions:
        text = exception.alternatives.value
        for written in {_folded(text.nl), _folded(text.en)} - {""}:
            first = seen.setdefault(written, exception)
            if first is not exception:
                args = {"exception": exception.id, "other": first.id}
                related = (Related(first.alternatives.span, "label.first-here"),)
                yield Diagnostic("POL335", "warning", exception.alternatives.span, args, related=related)
                break


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
