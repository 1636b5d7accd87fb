"""Bringing new objects into being, each exactly once, with nobody assigned to any.

A create has no key by which the service could tell a repetition. So we look for our marker first, send once, and after an answer
that is lost look until the list must have settled before sending again. What an earlier, lost create left behind is adopted when
it is what we would make; a second one is taken away before anybody is assigned to either. Looking costs one list before and one
after the creates of a wave, however many they are: a list shows the markers of all.
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun, Halted, twin_of
from managed_apparaten.apply.object_state import View, marker_of, of_observed
from managed_apparaten.apply.steps import Step, away, first, inert, owned_later
from managed_apparaten.apply.write import TRIES, carry_out, check, heard, proceeds, read_back, send
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.graph.observed import MarkedObject, Observed

AT_ONCE = 5
"""Creates in flight together. New objects of one kind do not know of each other and nobody is assigned to them, so that nothing
depends on which is first. All other writes go one by one."""
EQUAL_LISTINGS = 3
"""How often the list must say the same before it is believed; replicas of the service differ."""

Seen = Mapping[Address, Sequence[MarkedObject]]
"""What a list shows at the addresses of a wave, the oldest first."""


def bring_into_being(works: Sequence[ChangeRun]) -> None:
    """The one object with our marker for each address: found, or created and read back. Where an earlier create may have happened, or
    nobody knows what happened before this run, a list that does not show the object is believed only when it must have settled."""
    shown = _remembered(works)
    doubtful = [work for work in _doubtful(works) if work not in shown]
    seen = _sought(works, doubtful, works[0].settled)
    for work, there in _there(works, seen, shown):
        _adopt(work, there)
    missing = [work for work in works if work.now is None]
    for start in range(0, len(missing), AT_ONCE):
        _create_all(missing[start : start + AT_ONCE])
    made = [work for work in missing if work.pending]
    seen, found = _sighted(works, made)
    if made:
        read_back(made, found)
    if standing := [work for work in works if not work.waiting]:
        _one_each(standing, seen)


def _doubtful(works: Sequence[ChangeRun]) -> list[ChangeRun]:
    """Those that may be there though no list shows them. One that the journal knows may be somewhere behind, or somebody deleted it."""
    if works[0].clock.monotonic() >= works[0].settled:
        return []
    named = {work for work, _ in _known(works)}
    return [w for w in works if w.options.settle_first or w in named or w.journal.doubtful(w.change.address)]


def _remembered(works: Sequence[ChangeRun]) -> dict[ChangeRun, Observed]:
    """Objects that the journal knows and a read by id shows. They are there, whatever the next read says: replicas differ."""
    known = _known(works)
    return {
        work: shown
        for (work, _), shown in zip(known, _whole(known), strict=True)
        if shown and work.ours(shown)
    }


def _create_all(works: Sequence[ChangeRun]) -> None:
    """Send one create for each, side by side: all intents are on disk before, and each answer is judged alone. Then go and look for
    those whose answer was lost."""
    steps = [_first(work) for work in works]
    works[0].stop_if_asked()
    going = [(work, step) for work, step in zip(works, steps, strict=True) if proceeds(work, step)]
    for work, step in going:
        work.note_intent(step)
    for work, step in going:
        work.sending(step)
    answers = works[0].writer.create_all(works[0].kind, [step.payload for _, step in going]) if going else []
    for (work, _), answer in zip(going, answers, strict=True):
        work.object_id = answer if isinstance(answer, str) else None
        work.pending = None if isinstance(answer, Refused) else work.pending
    for (work, step), answer in zip(going, answers, strict=True):
        heard(work, step, answer)
    if halted := next((work.halted for work in works if work.halted), None):
        raise halted
    lost = [work for work in works if work.object_id is None and not work.waiting]
    for work, kept in _there(lost, _sought(lost, lost, _in_time(lost[0])), {}) if lost else ():
        _adopt(work, kept)
    for work in lost:
        if work.object_id is None:
            _create(work)


def _create(work: ChangeRun) -> None:
    """Send again until there is an answer, each time only when the object must be in the list and is not."""
    step, said = _first(work), ""
    for _ in range(1, TRIES):
        try:
            send(work, step, lambda: work.writer.create(work.kind, step.payload))
        except Ambiguous as lost:
            said = lost.message
        if work.object_id or work.waiting:
            return
        for _, there in _there([work], _sought([work], [work], _in_time(work)), {}):
            _adopt(work, there)
            return
    raise work.halt("APL021", unknown=True, op="create", message=said)


def _first(work: ChangeRun) -> Step:
    """The create, and what must be seen after it."""
    return Step("create", first(_desired(work), work.kind), inert(_desired(work), work.kind))


def _in_time(work: ChangeRun) -> float:
    """When a list must show what was created by now."""
    return work.clock.monotonic() + work.options.settle


def _sought(works: Sequence[ChangeRun], doubtful: Sequence[ChangeRun], settled: float) -> Seen:
    """What the list shows; that a doubtful one is absent is believed only when the list has settled and three in a row lack it."""
    clock, pause, lists = works[0].clock, FIRST_PAUSE, 0
    while True:
        seen = _listed(works)
        lists += 1
        missing = [work for work in doubtful if work.change.address not in seen]
        left = settled - clock.monotonic()
        if not missing or (lists >= EQUAL_LISTINGS and left <= 0):
            return seen
        if not any(work.pending for work in works):
            missing[0].stop_if_asked()
        if lists == 1 and missing[0].options.settle_first and left > 0:
            missing[0].tell("settling", "create", left, None)
        pause = missing[0].pause(min(pause, left) if left > 0 else pause, "create")


def _listed(works: Sequence[ChangeRun]) -> Seen:
    """One list for all of them."""
    return _sighted(works, ())[0]


def listed_now(works: Sequence[ChangeRun]) -> frozenset[Address]:
    """Addresses of these at which the list shows something at this moment; none when it cannot be read."""
    try:
        return frozenset(_listed(works))
    except Halted:
        return frozenset()


def _sighted(works: Sequence[ChangeRun], made: Sequence[ChangeRun]) -> tuple[Seen, Sequence[Observed | None]]:
    """One list for all of them, and what was made read by id, at one moment."""
    one, found = works[0], dict[Address, list[MarkedObject]]()
    moment, ids = one.clock.monotonic(), [str(work.object_id) for work in made]
    sighting = one.asked(lambda: one.reader.list_markers(one.kind, one.organisation, ids))
    for work in made:
        work.read_at = moment
    for marked in sighting.marked:
        found.setdefault(marked.marker.address, []).append(marked)
    return {
        work.change.address: found[work.change.address] for work in works if work.change.address in found
    }, sighting.objects


def _there(
    works: Sequence[ChangeRun], seen: Seen, shown: Mapping[ChangeRun, Observed]
) -> list[tuple[ChangeRun, Observed]]:
    """What stands at each address already, read whole, the one to keep where there are more. `shown` was read before."""
    listed = [(work, marked.id) for work in works for marked in seen.get(work.change.address, ())]
    unseen = [work for work in works if work.change.address not in seen]
    found = {work: [shown[work]] for work in unseen if work in shown}
    for work, now in _still(listed):
        found.setdefault(work, []).append(now)
    found |= {
        work: [now] for work, now in _remembered([work for work in unseen if work not in shown]).items()
    }
    return [(work, sorted(objects, key=_rank)[0]) for work, objects in found.items()]


def _still(listed: Sequence[tuple[ChangeRun, str]]) -> list[tuple[ChangeRun, Observed]]:
    """What was listed, read whole. One that the list shows and a read does not may be gone or not be there yet: nobody knows."""
    found = list[tuple[ChangeRun, Observed]]()
    for (work, object_id), now in zip(listed, _whole(listed), strict=True):
        if now is None:
            raise work.halt("APL012", stale=True, object=object_id)
        found.append((work, now))
    return found


def _known(works: Sequence[ChangeRun]) -> list[tuple[ChangeRun, str]]:
    """Ids that the journal has of an earlier run; the list may be too slow to show them."""
    return [(work, known) for work in works if (known := work.journal.known.get(str(work.change.address)))]


def _whole(wanted: Sequence[tuple[ChangeRun, str]]) -> list[Observed | None]:
    """These objects, read together."""
    if not wanted:
        return []
    one = wanted[0][0]
    moment = one.clock.monotonic()
    found = one.asked(lambda: one.reader.read_all([(work.kind, object_id) for work, object_id in wanted]))
    for work, _ in wanted:
        work.read_at = moment
    return found


def _rank(observed: Observed) -> tuple[bool, str, str]:
    """Which of several objects to keep: what is assigned, then what is oldest."""
    return not observed.assignments, observed.created, observed.id


def _adopt(work: ChangeRun, kept: Observed) -> None:
    """Take over what an earlier create left: only when it is to the letter what we would create."""
    work.object_id = kept.id
    work.note_outcome("create", "adopted")
    work.tell("adopted", "create", 0.0, None)
    check(work, kept, _content(work))
    work.now, work.pending, work.sent = kept, None, 0


def _one_each(works: Sequence[ChangeRun], seen: Seen) -> None:
    """Wait until one list shows all objects, so that it would show older twins too; then take twins away."""
    clock = works[0].clock
    began, pause, late = clock.monotonic(), FIRST_PAUSE, works[0]
    while missing := _unlisted(works, seen):
        late = missing[0]
        if clock.monotonic() - began >= works[0].options.settle:
            raise late.halt("APL024", unknown=True, object=str(late.object_id))
        pause = late.pause(pause, "create")
        seen = _listed(works)
    _warn_of_lag(late, clock.monotonic() - began)
    for work in works:
        if len(seen[work.change.address]) > 1:
            _keep_one(work, seen[work.change.address])


def _unlisted(works: Sequence[ChangeRun], seen: Seen) -> list[ChangeRun]:
    return [
        work
        for work in works
        if work.object_id not in [marked.id for marked in seen.get(work.change.address, ())]
    ]


def _keep_one(work: ChangeRun, marked: Sequence[MarkedObject]) -> None:
    """Of several with one address, keep one; another that is not to the letter what we made, or that somebody has who does not have the
    one that stays, stops everything."""
    kept, *twins = sorted((now for _, now in _still([(work, m.id) for m in marked])), key=_rank)
    check(work, kept, _content(work))
    work.object_id, work.now = kept.id, kept
    for twin in twins:
        if twin.marker != marker_of(_desired(work)) or _more(work, twin, kept):
            raise work.halt("APL014", object=twin.id)
        check(work, twin, _content(work))
        work.tell("twin", "delete", 0.0, work.diagnostic("APL015", object=twin.id))
        _take_away(work, twin)


def _more(work: ChangeRun, twin: Observed, kept: Observed) -> bool:
    """Whether a twin has what the one that stays has not: a property that we do not write, or an assignment."""
    one, other = of_observed(twin, work.kind), of_observed(kept, work.kind)
    extra = {*one} - {*_content(work), "assignments", "apps", "marker", "version"}
    added = any(
        one[key] is not None and one[key] != other.get(key)
        for key in extra
        if not owned_later(key, work.kind)
    )
    return added or any(target not in other["assignments"] for target in one["assignments"])


def _take_away(work: ChangeRun, twin: Observed) -> None:
    """Unassign and delete it."""
    other = twin_of(work, twin)
    other.steps = list(away(work.kind, twin))
    try:
        carry_out([other])
    finally:
        work.attempted, work.halted, work.waiting = other.attempted, other.halted, other.waiting
        if work.halted and other.pending:
            work.halted.unknown = True


def _content(work: ChangeRun) -> View:
    """What an object must show to be taken for the one that we would create, whoever it is assigned to."""
    return {key: value for key, value in inert(_desired(work), work.kind).items() if key != "assignments"}


def _desired(work: ChangeRun) -> Desired:
    assert work.desired is not None, f"{work.change.address} is planned but not compiled"
    return work.desired


def _warn_of_lag(work: ChangeRun, seconds: float) -> None:
    if seconds > work.options.settle / 2:
        work.tell(
            "waiting",
            "create",
            0.0,
            work.diagnostic("APL025", seconds=f"{seconds:.0f}", settle=f"{work.options.settle:.0f}"),
        )
