"""One write, by the protocol: look, note the intent, send, note the answer, read back until the tenant shows it.

Graph has no idempotency key and Intune no usable ETag: an answer that is lost says nothing, so the object is read again and the
write repeated only while what was there before is still there. Between the last look and the write somebody else may still write;
that window cannot be closed, only noticed, by the read that follows.
"""

import re
from collections.abc import Callable
from typing import TypeVar

from managed_apparaten.apply.events import Op
from managed_apparaten.apply.run import FIRST_PAUSE, Halted, Work
from managed_apparaten.apply.steps import Step
from managed_apparaten.apply.view import View, differs, explain, of_observed
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.graph.observed import Observed

T = TypeVar("T")

TRIES = 4
"""How often a write without an answer is sent, the first time included."""
_COUNTER = re.compile(r"(\d{1,9})(?![\w-])")
"""A version that counts writes, as configuration and compliance policies have (assumption: a write adds at most one)."""


def look(work: Work, object_id: str, expected: View) -> Observed:
    """The object as it is now. Halts when it is gone, not ours, or not as expected."""
    now = work.reader.read(work.kind, object_id)
    if now is None:
        raise Halted(work.diagnostic("APL012", object=object_id), stale=True)
    check(work, now, expected)
    return now


def check(work: Work, now: Observed, expected: View) -> None:
    """Halt unless the object is ours and as expected."""
    if not work.ours(now):
        raise Halted(work.diagnostic("APL011", object=now.id), stale=True)
    differences = explain(work.change.address, of_observed(now, work.kind), expected)
    if differences:
        raise Halted(work.diagnostic("APL010", fields=", ".join(d.field for d in differences)), stale=True, differences=differences)


def carry_out(work: Work, steps: tuple[Step, ...], now: Observed) -> Observed | None:
    """Walk the steps; None when the last one was a delete."""
    found: Observed | None = now
    for step in steps:
        assert found is not None, "a delete is the last step"
        found = _write(work, step, found)
    return found


def send(work: Work, op: Op, object_id: str | None, payload: JSON, call: Callable[[], T]) -> T:
    """Intent, request, outcome. `Refused` and `Ambiguous` go on to the caller, written down."""
    if work.options.stop():
        raise Halted(work.diagnostic("APL050"))
    address = work.change.address
    work.journal.intent(address, op, object_id, payload)
    try:
        answer = call()
    except Refused as refused:
        work.journal.outcome(address, op, object_id, "refused", refused.request_id)
        raise
    except Ambiguous as ambiguous:
        work.journal.outcome(address, op, object_id, "ambiguous", ambiguous.request_id)
        work.tell("unanswered", op, 0.0, None)
        raise
    work.journal.outcome(address, op, answer if isinstance(answer, str) else object_id, "ok")
    work.tell("sent", op, 0.0, None)
    return answer


def _write(work: Work, step: Step, base: Observed) -> Observed | None:
    pause, said = FIRST_PAUSE, ""
    for sent in range(1, TRIES + 1):
        try:
            send(work, step.op, base.id, step.payload, lambda: _call(work, step, base.id))
            return _read_back(work, step, base, sent)
        except Ambiguous as lost:
            said = lost.message
        if not _untouched(work, base):
            return _read_back(work, step, base, sent)
        pause = work.pause(pause, step.op)
    raise Halted(work.diagnostic("APL021", op=step.op, message=said), unknown=True)


def _untouched(work: Work, base: Observed) -> bool:
    """Whether the object is to the letter as it was before the write, so that the write may be repeated."""
    now = work.reader.read(work.kind, base.id)
    return now is not None and not differs(of_observed(now, work.kind), of_observed(base, work.kind))


def _read_back(work: Work, step: Step, base: Observed, sent: int) -> Observed | None:
    """Read until the tenant shows what was written. A value that is neither old nor new is somebody else's."""
    began, pause = work.clock.monotonic(), FIRST_PAUSE
    while True:
        now = work.reader.read(work.kind, base.id)
        if _shown(work, step, now):
            if now is not None and _others_wrote(base.version, now.version, sent):
                raise Halted(work.diagnostic("APL013", before=base.version, after=now.version))
            work.tell("verified", step.op, work.clock.monotonic() - began, None)
            return now
        if now is not None and (foreign := _foreign(work, step, base, now)):
            differences = explain(work.change.address, of_observed(now, work.kind), {key: step.after[key] for key in foreign})
            raise Halted(work.diagnostic("APL010", fields=", ".join(d.field for d in differences)), differences=differences)
        if work.clock.monotonic() - began >= work.options.settle:
            left = explain(work.change.address, of_observed(now, work.kind), step.after) if now else ()
            raise Halted(work.diagnostic("APL023", op=step.op), unknown=True, differences=left)
        pause = work.pause(pause, step.op)


def _shown(work: Work, step: Step, now: Observed | None) -> bool:
    if step.op == "delete" or now is None:
        return now is None and step.op == "delete"
    return not differs(of_observed(now, work.kind), step.after)


def _foreign(work: Work, step: Step, base: Observed, now: Observed) -> tuple[str, ...]:
    """Keys whose value is neither what was there nor what was written. After a delete the old one may still show."""
    seen, old = of_observed(now, work.kind), of_observed(base, work.kind)
    return tuple(key for key in differs(seen, step.after) if differs(seen, {key: old.get(key)}))


def _others_wrote(before: str, after: str, sent: int) -> bool:
    """Whether a counting version moved further than our own writes."""
    old, new = _COUNTER.match(before), _COUNTER.match(after)
    return old is not None and new is not None and int(new[1]) - int(old[1]) > sent


def _call(work: Work, step: Step, object_id: str) -> None:
    writer, kind = work.writer, work.kind
    match step.op:
        case "update":
            writer.update(kind, object_id, step.payload)
        case "act":
            writer.act(kind, object_id, step.name, step.payload)
        case "child":
            writer.write_child(kind, object_id, step.name, step.child, step.payload)
        case "target-apps":
            writer.target_apps(kind, object_id, step.payload, step.name)
        case "assign" | "unassign":
            writer.assign(kind, object_id, step.payload)
        case "delete":
            writer.delete(kind, object_id)
        case "create":
            raise AssertionError("a create is not a step")
