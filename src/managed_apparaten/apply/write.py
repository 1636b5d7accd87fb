"""Writes, by the protocol: look, note the intent, send, note the answer, read back until the tenant shows it.

Graph has no idempotency key and Intune no usable ETag: an answer that is lost says nothing, so the object is read again and the
write repeated only while what was there before is still there. An object that was there before the run is read once more directly before
each write to it, and is not written when it is no longer as it was. Between that look and the write somebody else may still write;
that window, of one request, cannot be closed. The read that follows notices it where the object counts its writes, or shows a value that
is neither what was there nor what was written. An edit that our write replaced as a whole leaves no trace in the object: only Intune's
audit log has it.

The objects of a wave take their steps in rounds. The writes of a round go one after the other, each judged alone; what they
brought about is read back together before the next round begins. Assigning is the last round, so nobody is given any object of a
wave before the content of all of them was seen.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun, Halted, read, spoken
from managed_apparaten.apply.events import Op
from managed_apparaten.apply.object_state import View, differs, explain, of_desired, of_observed
from managed_apparaten.apply.refusal_cause import blamed
from managed_apparaten.apply.steps import Step
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.graph.observed import Observed
from managed_apparaten.graph.tenant import TenantWriter

Answer = str | Refused | Ambiguous | None
"""What came of a write: done, with the id of a new object; or not, or nobody knows."""
TRIES = 4
"""How often a write without an answer is sent, the first time included."""
FRESH = 2.0
"""Seconds that a look is good for, of an object that this run made and that nobody has yet: a write that comes later is preceded by
another look, at all that are still to be written in the same round. Of any other object a look is good for the next request only."""
TURNS: tuple[Op, ...] = ("update", "act", "child", "target-apps", "assign", "unassign", "delete")
"""Of the steps that the objects of a wave have next, which go first."""
_COUNTER = re.compile(r"(\d{1,9})(?![\w-])")
"""A version that counts writes, as configuration and compliance policies have (assumption: a write adds at most one)."""


def look(works: Sequence[ChangeRun], expected: Callable[[ChangeRun], View]) -> None:
    """The objects as they are now. Halts when any is gone, not ours, or not as expected, and says so of each that is."""
    for work, now in zip(works, read(works), strict=True):
        with suppress(Halted):
            _found(work, now, expected(work))
    if halted := next((work.halted for work in works if work.halted), None):
        raise halted


def _found(work: ChangeRun, now: Observed | None, expected: View) -> None:
    if now is None:
        raise work.halt("APL012", stale=True, object=str(work.object_id))
    check(work, now, expected)
    work.now = now


def check(work: ChangeRun, now: Observed, expected: View) -> None:
    """Halt unless the object is ours and as expected, or as the service may carry our last write over."""
    if not work.ours(now):
        raise work.halt("APL011", stale=True, object=now.id)
    differences = explain(work.change.address, of_observed(now, work.kind), expected, work.carried)
    if differences:
        raise work.halt(
            "APL010", stale=True, differences=differences, fields=", ".join(d.field for d in differences)
        )


def carry_out(works: Sequence[ChangeRun]) -> None:
    """Take the steps of all, round by round, to their end."""
    while left := [work for work in works if _to_write(work) and not work.waiting]:
        turn = min(TURNS.index(_next(work).op) for work in left)
        round_ = [work for work in left if TURNS.index(_next(work).op) == turn]
        for number, work in enumerate(round_):
            if work.clock.monotonic() - work.read_at > FRESH:
                _look_again(round_[number:])
            elif number and work.change.action != "create":
                _look_again([work])
            _write(work)
        if sent := [work for work in round_ if work.pending]:
            read_back(sent)


def _to_write(work: ChangeRun) -> bool:
    """Whether a step is left. One that is to be sent only where the object does not show it already is taken as done where it does."""
    while (
        work.steps
        and work.steps[0].spare
        and work.now
        and not differs(_as_last_seen(work), work.steps[0].after)
    ):
        work.steps.pop(0)
    return bool(work.steps)


def send(work: ChangeRun, step: Step, call: Callable[[], str | None]) -> None:
    """Intent, request, outcome; or nothing, when it waits for approval. `Ambiguous` goes on to the caller, written down; everything
    else that goes wrong halts."""
    work.stop_if_asked()
    if not proceeds(work, step):
        return
    work.note_intent(step)
    work.sending(step)
    before = work.options.again()
    try:
        answer: Answer = call()
    except (Refused, Ambiguous) as failed:
        answer = failed
    again = work.options.again() - before
    work.sent += again
    if again and step.adds and isinstance(answer, Refused):
        answer = _perhaps_done(answer)
    heard(work, step, answer)
    if work.halted:
        raise work.halted
    if isinstance(answer, Ambiguous):
        raise answer


def _perhaps_done(no: Refused) -> Ambiguous:
    """The answer to a member that was sent once more: it may be refused because the first time was carried out."""
    return Ambiguous(
        no.status, no.code, no.message, no.method, no.path, no.request_id, no.activity_id, no.details
    )


def proceeds(work: ChangeRun, step: Step) -> bool:
    """Whether to send a write. One that waits is left; of one that an earlier run sent, the effect is awaited."""
    course = work.approvals.course(work, step) if work.approvals else "send"
    if course == "wait":
        work.pending = None
        work.tell("asked", step.op, 0.0, None)
    elif course == "look":
        work.sending(step)
    return course == "send"


def heard(work: ChangeRun, step: Step, answer: Answer) -> None:
    """Write down what came of a write that was sent. A refusal halts the change; the caller raises that when the rest is written down."""
    problem = work.approvals.heard(work, step, answer) if work.approvals else None
    if isinstance(answer, Ambiguous):
        work.note_outcome(step.op, "ambiguous", answer.request_id)
        work.tell("unanswered", step.op, 0.0, None)
    elif isinstance(answer, Refused) and work.waiting:
        work.pending = None
        work.note_outcome(step.op, "waiting", answer.request_id)
        work.tell("asked", step.op, 0.0, None)
    elif isinstance(answer, Refused):
        work.pending, work.refused = None, step
        work.note_outcome(step.op, "refused", answer.request_id)
        told = problem or work.diagnostic("APL020", action=work.change.action, **spoken(answer))
        work.halt(blamed(told, work.desired, answer))
    else:
        work.object_id = answer or work.object_id
        work.note_outcome(step.op, "ok")
        work.tell("sent", step.op, 0.0, None)


def read_back(works: Sequence[ChangeRun], first: Sequence[Observed | None] | None = None) -> None:
    """Read together until the tenant shows what was written to each, or halt. All are judged before any halts the run. `first` is what
    was read already."""
    began, pause, waiting = works[0].clock.monotonic(), FIRST_PAUSE, works
    while waiting:
        found, first = read(waiting) if first is None else first, None
        waited = works[0].clock.monotonic() - began
        for work, now in zip(waiting, found, strict=True):
            judge(work, now, waited)
            if work.pending and not work.halted and waited >= work.options.settle:
                left = (
                    explain(work.change.address, of_observed(now, work.kind), work.pending.after)
                    if now
                    else ()
                )
                work.halt("APL023", unknown=True, differences=left, op=work.pending.op)
        if halted := next((work.halted for work in waiting if work.halted), None):
            raise halted
        waiting = [work for work in waiting if work.pending]
        if waiting:
            pause = waiting[0].pause(pause, _written(waiting[0]).op)


def judge(work: ChangeRun, now: Observed | None, waited: float) -> None:
    """Whether an object shows what was written to it. A value that is neither old nor new is somebody else's."""
    step, base = _written(work), work.now
    if _shown(work, step, now):
        if base is not None and now is not None and _others_wrote(base.version, now.version, work.sent):
            work.halt("APL013", before=base.version, after=now.version)
        work.past += (of_observed(base, work.kind),) if base is not None else ()
        work.now, work.pending, work.sent, work.carried = now, None, 0, step.carried
        if step.op != "create" and work.steps:
            work.steps.pop(0)
        work.tell("verified", step.op, waited, None)
    elif base is not None and now is not None and (foreign := _foreign(work, step, base, now)):
        differences = explain(
            work.change.address, of_observed(now, work.kind), {key: step.after[key] for key in foreign}
        )
        work.halt("APL010", differences=differences, fields=", ".join(d.field for d in differences))


def _write(work: ChangeRun) -> None:
    """Send the next step of one object until there is an answer, or until the object is no longer as it was."""
    step, pause, said = _next(work), FIRST_PAUSE, ""
    for _ in range(TRIES):
        try:
            send(work, step, lambda: call(work.writer, work, step))
        except Ambiguous as lost:
            said = lost.message
        else:
            return
        if not _untouched(work, step):
            return
        pause = work.pause(pause, step.op)
    raise work.halt("APL021", unknown=True, op=step.op, message=said)


def _look_again(works: Sequence[ChangeRun]) -> None:
    """Look once more at objects that were found good. One that shows what was there before our own writes is read from a replica that is
    late, so that is waited for."""
    began, pause = works[0].clock.monotonic(), FIRST_PAUSE
    found = read(works)
    while any(map(_late, works, found)) and works[0].clock.monotonic() - began < works[0].options.settle:
        pause = works[0].pause(pause, _next(works[0]).op)
        found = read(works)
    for work, now in zip(works, found, strict=True):
        with suppress(Halted):
            _found(work, now, _as_last_seen(work))
    if halted := next((work.halted for work in works if work.halted), None):
        raise halted


def _as_last_seen(work: ChangeRun) -> View:
    """All of an object of ours. Of one of somebody else, such as an app with its count of licences in use, what we write."""
    assert work.now is not None, f"{work.change.address} was never read"
    seen = of_observed(work.now, work.kind)
    if not work.kind.shared or work.desired is None:
        return seen
    return {key: seen.get(key) for key in of_desired(work.desired, (), work.kind)}


def _late(work: ChangeRun, now: Observed | None) -> bool:
    """Whether all that differs from what was last seen is what was there before a write of this run."""
    if now is None or not work.past:
        return False
    seen = of_observed(now, work.kind)
    different = differs(seen, _as_last_seen(work), work.carried)
    return bool(different) and all(
        any(key in past and seen.get(key) == past[key] for past in work.past) for key in different
    )


def _untouched(work: ChangeRun, step: Step) -> bool:
    """Whether the object is to the letter as it was before the write, so that the write may be repeated. What adds a member would be
    refused or done twice if it was done already, so for that the settle time must have passed."""
    assert work.now is not None, f"{work.change.address} was never read"
    began, pause = work.clock.monotonic(), FIRST_PAUSE
    while True:
        (now,) = read([work])
        if now is None or not _same(work, of_observed(now, work.kind)):
            return False
        if not step.adds or work.clock.monotonic() - began >= work.options.settle:
            return True
        pause = work.pause(pause, step.op)


def _same(work: ChangeRun, seen: View) -> bool:
    """Whether it shows what was last seen of it, no more and no less."""
    last = _as_last_seen(work)
    return (work.kind.shared or seen.keys() == last.keys()) and not differs(seen, last, work.carried)


def _shown(work: ChangeRun, step: Step, now: Observed | None) -> bool:
    if step.op == "delete" or now is None:
        return now is None and step.op == "delete"
    return not differs(of_observed(now, work.kind), step.after, step.carried)


def _foreign(work: ChangeRun, step: Step, base: Observed, now: Observed) -> tuple[str, ...]:
    """Keys whose value is neither what was there nor what was written. After a delete the old one may still show."""
    seen, old = of_observed(now, work.kind), of_observed(base, work.kind)
    return tuple(
        key
        for key in differs(seen, step.after, step.carried)
        if differs(seen, {key: old.get(key)}, work.carried)
    )


def _others_wrote(before: str, after: str, sent: int) -> bool:
    """Whether a counting version moved further than our own writes."""
    old, new = _COUNTER.match(before), _COUNTER.match(after)
    return old is not None and new is not None and int(new[1]) - int(old[1]) > sent


def _next(work: ChangeRun) -> Step:
    assert work.steps, f"{work.change.address} has no step left"
    return work.steps[0]


def _written(work: ChangeRun) -> Step:
    assert work.pending is not None, f"nothing was written to {work.change.address}"
    return work.pending


def call(writer: TenantWriter, work: ChangeRun, step: Step) -> None:
    """The one request of a step."""
    kind, object_id = work.kind, str(work.object_id)
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
            writer.create(kind, step.payload)
