"""Bringing one new object into being, exactly once, with nobody assigned to it.

A create has no key by which the service could tell a repetition. So we look for our marker first, send once, and after an answer
that is lost look until the list must have settled before sending again. What an earlier, lost create left behind is adopted when
it is what we would make; a second one is taken away before anybody is assigned to either.
"""

from managed_apparaten.apply.run import FIRST_PAUSE, Halted, Work
from managed_apparaten.apply.steps import away, first, inert
from managed_apparaten.apply.view import View, differs, explain, marker_of, of_observed
from managed_apparaten.apply.write import TRIES, carry_out, check, look, send
from managed_apparaten.compile.desired import Desired
from managed_apparaten.graph.errors import Ambiguous
from managed_apparaten.graph.observed import Observed

EQUAL_LISTINGS = 3
"""How often the list must say the same before it is believed; replicas of the service differ."""


def bring_into_being(work: Work, desired: Desired, wait_first: bool) -> Observed:
    """The one object with our marker for this address: found, or created and read back. `wait_first` distrusts an empty list."""
    found = settled(work) if wait_first or work.journal.doubtful(work.change.address) else listed(work)
    if found or (found := _known(work)):
        return _adopt(work, desired, found)
    said, body = "", first(desired, work.kind)
    for _ in range(TRIES):
        try:
            object_id = send(work, "create", None, body, lambda: work.writer.create(work.kind, body))
            return _only_one(work, desired, _appeared(work, desired, object_id), inert(desired, work.kind))
        except Ambiguous as lost:
            said = lost.message
        if found := settled(work):
            return _adopt(work, desired, found)
    raise Halted(work.diagnostic("APL021", op="create", message=said), unknown=True)


def listed(work: Work) -> tuple[Observed, ...]:
    """Objects with our marker for this address, the one to keep first: what is assigned, then what is oldest."""
    ours = work.reader.objects([work.kind], work.organisation).ours
    same = (o for o in ours if work.ours(o) and o.marker and o.marker.address == work.change.address)
    return tuple(sorted(same, key=lambda o: (not o.assignments, o.created, o.id)))


def settled(work: Work) -> tuple[Observed, ...]:
    """The same, with patience: nothing only after the settle time and three empty lists in a row."""
    began, pause, empty = work.clock.monotonic(), FIRST_PAUSE, 0
    while not (found := listed(work)):
        empty += 1
        left = began + work.options.settle - work.clock.monotonic()
        if empty >= EQUAL_LISTINGS and left <= 0:
            return ()
        pause = work.pause(min(pause, left) if left > 0 else pause, "create")
    return found


def _known(work: Work) -> tuple[Observed, ...]:
    """The object that the journal says an earlier run created, if it is there; the list may be too slow to show it."""
    object_id = work.journal.known.get(str(work.change.address))
    now = work.reader.read(work.kind, object_id) if object_id else None
    return (now,) if now and work.ours(now) else ()


def _adopt(work: Work, desired: Desired, found: tuple[Observed, ...]) -> Observed:
    """Take over what an earlier create left: only when it is to the letter what we would create."""
    work.journal.outcome(work.change.address, "create", found[0].id, "adopted")
    work.tell("adopted", "create", 0.0, None)
    content = _content(work, desired)
    return _only_one(work, desired, look(work, found[0].id, content), content)


def _appeared(work: Work, desired: Desired, object_id: str) -> Observed:
    """The new object once it can be read and shows what was sent; 404 means not yet."""
    began, pause, expected = work.clock.monotonic(), FIRST_PAUSE, inert(desired, work.kind)
    while True:
        now = work.reader.read(work.kind, object_id)
        waited = work.clock.monotonic() - began
        if now and not differs(of_observed(now, work.kind), expected):
            work.tell("verified", "create", waited, None)
            return now
        if waited >= work.options.settle:
            differences = explain(work.change.address, of_observed(now, work.kind), expected) if now else ()
            raise Halted(work.diagnostic("APL023", op="create"), unknown=True, differences=differences)
        pause = work.pause(pause, "create")


def _only_one(work: Work, desired: Desired, now: Observed, expected: View) -> Observed:
    """Wait until the list shows the object, so that it would show an older twin too; then take twins away."""
    began, pause, found = work.clock.monotonic(), FIRST_PAUSE, listed(work)
    while now.id not in [o.id for o in found]:
        if work.clock.monotonic() - began >= work.options.settle:
            raise Halted(work.diagnostic("APL024", object=now.id), unknown=True)
        pause = work.pause(pause, "create")
        found = listed(work)
    _warn_of_lag(work, work.clock.monotonic() - began)
    kept, *twins = found
    check(work, kept, expected if kept.id == now.id else _content(work, desired))
    for twin in twins:
        _remove_twin(work, desired, twin)
    return kept


def _remove_twin(work: Work, desired: Desired, twin: Observed) -> None:
    """Unassign and delete a twin; one that is not to the letter what we made stops everything."""
    if twin.marker != marker_of(desired):
        raise Halted(work.diagnostic("APL014", object=twin.id))
    now = look(work, twin.id, _content(work, desired))
    work.tell("twin", "delete", 0.0, work.diagnostic("APL015", object=twin.id))
    carry_out(work, away(work.kind, now), now)


def _content(work: Work, desired: Desired) -> View:
    return {key: value for key, value in inert(desired, work.kind).items() if key != "assignments"}


def _warn_of_lag(work: Work, seconds: float) -> None:
    if seconds > work.options.settle / 2:
        work.tell("waiting", "create", 0.0, work.diagnostic("APL025", seconds=f"{seconds:.0f}", settle=f"{work.options.settle:.0f}"))
