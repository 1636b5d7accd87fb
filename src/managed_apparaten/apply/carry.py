"""One change to its end, whatever that is: done, refused, not as planned, or unknown."""

from dataclasses import dataclass, replace

from managed_apparaten.apply.blame import place
from managed_apparaten.apply.create import bring_into_being
from managed_apparaten.apply.journal import JournalFailed
from managed_apparaten.apply.outcome import State
from managed_apparaten.apply.run import Halted, Work, spoken
from managed_apparaten.apply.stale import Difference
from managed_apparaten.apply.steps import away, towards
from managed_apparaten.apply.view import of_image
from managed_apparaten.apply.write import carry_out, look
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.errors import ReadFailed, Refused
from managed_apparaten.graph.observed import Observed


@dataclass(frozen=True, slots=True)
class End:
    """How one change ended; `stale` when the tenant was not as planned."""

    state: State
    object_id: str | None
    diagnostics: tuple[Diagnostic, ...] = ()
    differences: tuple[Difference, ...] = ()
    stale: bool = False


def carried(work: Work, desired: Desired | None, wait_first: bool) -> End:
    """Carry the change out. Never raises for what the tenant or the disk does."""
    attempted, written = work.journal.attempted, work.journal.written
    work.tell("started", None, 0.0, None)
    try:
        work.journal.change(work.change)
        object_id = _remove(work) if work.change.action == "delete" else _make(work, desired, wait_first)
    except Halted as halted:
        end = _stopped(work, attempted, halted.diagnostic, unknown=halted.unknown)
        end = replace(end, differences=halted.differences, stale=halted.stale)
    except Refused as refused:
        end = _stopped(work, attempted, _refusal(work, desired, refused), unknown=False)
    except ReadFailed as failed:
        end = _stopped(work, attempted, work.diagnostic("APL022", **spoken(failed)), unknown=work.journal.written > written)
    except JournalFailed as failed:
        end = _stopped(work, attempted, work.diagnostic("APL030", message=str(failed)), unknown=work.journal.written > written)
    else:
        end = End("done", object_id)
    work.tell("finished" if end.state == "done" else "halted", None, 0.0, None)
    return end


def _stopped(work: Work, attempted: int, diagnostic: Diagnostic, *, unknown: bool) -> End:
    state: State = "unknown" if unknown else "failed" if work.journal.attempted > attempted else "not-done"
    return End(state, work.change.object_id, (diagnostic,))


def _refusal(work: Work, desired: Desired | None, refused: Refused) -> Diagnostic:
    """What Graph said, with the line of policy when it names what we wrote."""
    pointer, span = place(desired, refused) if desired else ("", None)
    return replace(work.diagnostic("APL020", action=work.change.action, **spoken(refused)), pointer=pointer or None, span=span)


def _make(work: Work, desired: Desired | None, wait_first: bool) -> str:
    """Create or update, then verify; the id of the object."""
    change = work.change
    assert desired is not None, f"{change.address} is planned but not compiled"
    assert change.after is not None, f"{change.address} has no after-image"
    now = bring_into_being(work, desired, wait_first) if change.action == "create" else _as_planned(work)
    carry_out(work, towards(desired, change.after.targets, work.kind, now, change.not_managed), now)
    return now.id


def _remove(work: Work) -> str:
    now = _as_planned(work)
    carry_out(work, away(work.kind, now), now)
    return now.id


def _as_planned(work: Work) -> Observed:
    change = work.change
    assert change.object_id is not None, f"{change.address} has no object to {change.action}"
    assert change.before is not None, f"{change.address} has no before-image"
    return look(work, change.object_id, of_image(change.before, work.kind))
