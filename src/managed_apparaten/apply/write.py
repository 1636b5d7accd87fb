"""Send writes by one protocol: read the object, note the intent, send, note the answer, and read until the
tenant shows the write.

Graph has no idempotency key and Intune no usable ETag, so an answer that is lost says nothing. The object is
then read again, and the write is repeated only while the old state is still there. An object that existed
before the run is read directly before each write to it, and is not written when it is no longer as it was.
Between that read and the write somebody else may still write; that window of one request cannot be closed.
The read that follows notices it when the object counts its writes, or shows a value that is neither the old
nor the new one. An edit that our write replaced leaves no trace in the object; only Intune's audit log has
it.

The objects of a wave take their steps in rounds. The writes of a round are sent one after the other and
judged one by one; their results are read back together before the next round. Assigning is the last round, so
nobody gets an object of a wave before the content of all of them was seen.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun, Halted, error_args, read
from managed_apparaten.apply.events import Op
from managed_apparaten.apply.object_state import View, differs, explain, of_desired, of_observed
from managed_apparaten.apply.refusal_cause import blamed
from managed_apparaten.apply.steps import Step
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.graph.observed import Observed
from managed_apparaten.graph.tenant import TenantWriter

Answer = str | Refused | Ambiguous | None
"""The answer to a write: success, with the id of a new object; or a refusal; or unknown."""
TRIES = 4
"""How often a write without an answer is sent, the first time included."""
FRESH = 2.0
"""Seconds for which a read is valid of an object that this run made and that nobody has yet. A later write is
preceded by another read of all objects that are still to be written in the same round. Of any other object a
read is valid for the next request only."""
TURNS: tuple[Op, ...] = ("update", "act", "child", "target-apps", "assign", "unassign", "delete")
"""The order of steps within a round."""
_COUNTER = re.compile(r"(\d{1,9})(?![\w-])")
"""A version that counts writes, as configuration and compliance policies have (assumption: a write adds at
most one)."""


def read_and_check(works: Sequence[ChangeRun], expected: Callable[[ChangeRun], View]) -> None:
    """Read the objects as they are now. Halts when one is gone, not ours, or not as expected; every such
    object is reported."""
    for work, now in zip(works, read(works), strict=True):
        with suppress(Halted):
            _accept(work, now, expected(work))
    if halted := next((work.halted for work in works if work.halted), None):
        raise halted


def _accept(work: ChangeRun, now: Observed | None, expected: View) -> None:
    if now is None:
        raise work.halt("APL012", stale=True, object=str(work.object_id))
    check(work, now, expected)
    work.now = now


def check(work: ChangeRun, now: Observed, expected: View) -> None:
    """Halt unless the object is ours and as expected, or as the service may have carried our last write
    over."""
    if not work.ours(now):
        raise work.halt("APL011", stale=True, object=now.id)
    differences = explain(work.change.address, of_observed(now, work.kind), expected, work.carried)
    if differences:
        raise work.halt(
            "APL010", stale=True, differences=differences, fields=", ".join(d.field for d in differences)
        )


def carry_out(works: Sequence[ChangeRun]) -> None:
    """Carry out all steps, round by round."""
    while unfinished := [work for work in works if _to_write(work) and not work.waiting]:
        lowest_turn = min(TURNS.index(_next(work).op) for work in unfinished)
        round_ = [work for work in unfinished if TURNS.index(_next(work).op) == lowest_turn]
        for number, work in enumerate(round_):
            if work.clock.monotonic() - work.read_at > FRESH:
                _look_again(round_[number:])
            elif number and work.change.action != "create":
                _look_again([work])
            _write(work)
        if sent := [work for work in round_ if work.pending]:
            read_back(sent)


def _to_write(work: ChangeRun) -> bool:
    """Return whether a step is left. A spare step whose result the object shows already counts as done."""
    while (
        work.steps
        and work.steps[0].spare
        and work.now
        and not differs(_as_last_seen(work), work.steps[0].after)
    ):
        work.steps.pop(0)
    return bool(work.steps)


def send_and_record(work: ChangeRun, step: Step, call: Callable[[], str | None]) -> None:
    """Note the intent, send, and note the outcome; or do nothing when the write waits for approval.
    `Ambiguous` is raised to the caller after it was noted; any other failure halts."""
    work.stop_if_asked()
    if not may_send(work, step):
        return
    work.note_intent(step)
    work.sending(step)
    before = work.options.again()
    try:
        answer: Answer = call()
    except (Refused, Ambiguous) as failed:
        answer = failed
    repeats = work.options.again() - before
    work.sent += repeats
    if repeats and step.adds and isinstance(answer, Refused):
        answer = _perhaps_done(answer)
    record_answer(work, step, answer)
    if work.halted:
        raise work.halted
    if isinstance(answer, Ambiguous):
        raise answer


def _perhaps_done(no: Refused) -> Ambiguous:
    """Return a refusal as an unknown answer. A member that was sent twice may be refused because the first
    time was carried out."""
    return Ambiguous(
        no.status, no.code, no.message, no.method, no.path, no.request_id, no.activity_id, no.details
    )


def may_send(work: ChangeRun, step: Step) -> bool:
    """Return whether to send a write. A write that waits for approval is left; the effect of one that an
    earlier run sent is awaited."""
    course = work.approvals.course(work, step) if work.approvals else "send"
    if course == "wait":
        work.pending = None
        work.tell("asked", step.op, 0.0, None)
    elif course == "look":
        work.sending(step)
    return course == "send"


def record_answer(work: ChangeRun, step: Step, answer: Answer) -> None:
    """Record the answer to a write. A refusal halts the change; the caller raises that when everything else
    is recorded."""
    problem = work.approvals.record_answer(work, step, answer) if work.approvals else None
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
        diagnostic = problem or work.diagnostic("APL020", action=work.change.action, **error_args(answer))
        work.halt(blamed(diagnostic, work.desired, answer))
    else:
        work.object_id = answer or work.object_id
        work.note_outcome(step.op, "ok")
        work.tell("sent", step.op, 0.0, None)


def read_back(works: Sequence[ChangeRun], first: Sequence[Observed | None] | None = None) -> None:
    """Read all objects together until the tenant shows what was written to each, or halt. All are judged
    before any of them halts the run. `first` is a read that was made already."""
    started_at, pause, waiting = works[0].clock.monotonic(), FIRST_PAUSE, works
    while waiting:
        objects, first = read(waiting) if first is None else first, None
        waited = works[0].clock.monotonic() - started_at
        for work, observed in zip(waiting, objects, strict=True):
            judge_read_back(work, observed, waited)
            if work.pending and not work.halted and waited >= work.options.settle:
                missing_differences = (
                    explain(work.change.address, of_observed(observed, work.kind), work.pending.after)
                    if observed
                    else ()
                )
                work.halt("APL023", unknown=True, differences=missing_differences, op=work.pending.op)
        if halted := next((work.halted for work in waiting if work.halted), None):
            raise halted
        waiting = [work for work in waiting if work.pending]
        if waiting:
            pause = waiting[0].pause(pause, _written(waiting[0]).op)


def judge_read_back(work: ChangeRun, now: Observed | None, waited: float) -> None:
    """Decide whether an object shows what was written to it. A value that is neither the old nor the new one
    was written by somebody else."""
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
    """Send the next step of one object until it is answered, or until the object is no longer as it was."""
    step, pause, last_message = _next(work), FIRST_PAUSE, ""
    for _ in range(TRIES):
        try:
            send_and_record(work, step, lambda: send_step(work.writer, work, step))
        except Ambiguous as lost:
            last_message = lost.message
        else:
            return
        if not _untouched(work, step):
            return
        pause = work.pause(pause, step.op)
    raise work.halt("APL021", unknown=True, op=step.op, message=last_message)


def _look_again(works: Sequence[ChangeRun]) -> None:
    """Read objects again that were accepted before. One that shows the state before our own writes comes from
    a late replica, so that is waited for."""
    started_at, pause = works[0].clock.monotonic(), FIRST_PAUSE
    objects = read(works)
    while (
        any(map(_late, works, objects)) and works[0].clock.monotonic() - started_at < works[0].options.settle
    ):
        pause = works[0].pause(pause, _next(works[0]).op)
        objects = read(works)
    for work, now in zip(works, objects, strict=True):
        with suppress(Halted):
            _accept(work, now, _as_last_seen(work))
    if halted := next((work.halted for work in works if work.halted), None):
        raise halted


def _as_last_seen(work: ChangeRun) -> View:
    """Return all of an object of ours as last read. Of an app of somebody else, such as one with its count of
    licences, only what we write."""
    assert work.now is not None, f"{work.change.address} was never read"
    seen = of_observed(work.now, work.kind)
    if not work.kind.shared or work.desired is None:
        return seen
    return {key: seen.get(key) for key in of_desired(work.desired, (), work.kind)}


def _late(work: ChangeRun, now: Observed | None) -> bool:
    """Return whether everything that differs from the last read is what was there before a write of this
    run."""
    if now is None or not work.past:
        return False
    seen = of_observed(now, work.kind)
    different = differs(seen, _as_last_seen(work), work.carried)
    return bool(different) and all(
        any(key in past and seen.get(key) == past[key] for past in work.past) for key in different
    )


def _untouched(work: ChangeRun, step: Step) -> bool:
    """Return whether the object is exactly as it was before the write, so that the write may be repeated. A
    write that adds a member would be refused or done twice, so for that the settle time must have passed."""
    assert work.now is not None, f"{work.change.address} was never read"
    started_at, pause = work.clock.monotonic(), FIRST_PAUSE
    while True:
        (now,) = read([work])
        if now is None or not _same(work, of_observed(now, work.kind)):
            return False
        if not step.adds or work.clock.monotonic() - started_at >= work.options.settle:
            return True
        pause = work.pause(pause, step.op)


def _same(work: ChangeRun, seen: View) -> bool:
    """Return whether the object shows exactly what was last read of it."""
    last = _as_last_seen(work)
    return (work.kind.shared or seen.keys() == last.keys()) and not differs(seen, last, work.carried)


def _shown(work: ChangeRun, step: Step, now: Observed | None) -> bool:
    if step.op == "delete" or now is None:
        return now is None and step.op == "delete"
    return not differs(of_observed(now, work.kind), step.after, step.carried)


def _foreign(work: ChangeRun, step: Step, base: Observed, now: Observed) -> tuple[str, ...]:
    """Return the keys whose value is neither the old nor the new one. After a delete the old one may still
    show."""
    seen, old = of_observed(now, work.kind), of_observed(base, work.kind)
    return tuple(
        key
        for key in differs(seen, step.after, step.carried)
        if differs(seen, {key: old.get(key)}, work.carried)
    )


def _others_wrote(before: str, after: str, sent: int) -> bool:
    """Return whether a counting version moved further than our own writes explain."""
    old, new = _COUNTER.match(before), _COUNTER.match(after)
    return old is not None and new is not None and int(new[1]) - int(old[1]) > sent


def _next(work: ChangeRun) -> Step:
    assert work.steps, f"{work.change.address} has no step left"
    return work.steps[0]


def _written(work: ChangeRun) -> Step:
    assert work.pending is not None, f"nothing was written to {work.change.address}"
    return work.pending


def send_step(writer: TenantWriter, work: ChangeRun, step: Step) -> None:
    """Send the one request of a step."""
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
