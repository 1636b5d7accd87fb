"""Create new objects, each exactly once, and without assignments.

Graph has no key by which it could recognise a repeated create. So apply first looks for our marker, then
sends once. After an answer that is lost it looks until the list must have settled before it sends again. An
object that an earlier, lost create left behind is adopted when it is what would be created; a second one is
deleted before anybody is assigned to either. Looking takes one list before and one after the creates of a
wave, however many they are, because a list shows the markers of all.
"""

from collections.abc import Mapping, Sequence

from managed_apparaten.apply.change_run import FIRST_PAUSE, ChangeRun, Halted, twin_of
from managed_apparaten.apply.object_state import View, marker_of, of_observed
from managed_apparaten.apply.steps import Step, away, first, inert, owned_later
from managed_apparaten.apply.write import (
    TRIES,
    carry_out,
    check,
    may_send,
    read_back,
    record_answer,
    send_and_record,
)
from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.address import Address
from managed_apparaten.graph.errors import Ambiguous, Refused
from managed_apparaten.graph.observed import MarkedObject, Observed

AT_ONCE = 5
"""Creates in flight together. New objects of one kind do not refer to each other and nobody is assigned to
them, so their order does not matter. All other writes are sent one by one."""
EQUAL_LISTINGS = 3
"""How often the list must show the same before it is believed, as replicas of the service differ."""

Seen = Mapping[Address, Sequence[MarkedObject]]
"""What a list shows at each address of a wave, the oldest object first."""


def find_or_create(works: Sequence[ChangeRun]) -> None:
    """Find or create the one object with our marker for each address, and read it back.

    Where an earlier create may have happened, or nobody knows what happened before this run, a list that does
    not show the object is believed only after the settle time.
    """
    known_objects = _remembered(works)
    doubtful_works = [work for work in _doubtful(works) if work not in known_objects]
    listing = _await_listing(works, doubtful_works, works[0].settled_at)
    for work, existing in _existing(works, listing, known_objects):
        _adopt(work, existing)
    # Then create what is missing, read it back, and delete twins.
    missing = [work for work in works if work.now is None]
    for start in range(0, len(missing), AT_ONCE):
        _create_all(missing[start : start + AT_ONCE])
    created = [work for work in missing if work.pending]
    listing, created_objects = _list_and_read(works, created)
    if created:
        read_back(created, created_objects)
    if existing_works := [work for work in works if not work.waiting]:
        _remove_twins(existing_works, listing)


def _doubtful(works: Sequence[ChangeRun]) -> list[ChangeRun]:
    """Return the changes whose object may exist although no list shows it: the journal knows it, or an
    earlier create got no answer."""
    if works[0].clock.monotonic() >= works[0].settled_at:
        return []
    known_works = {work for work, _ in _known(works)}
    return [
        w for w in works if w.options.settle_first or w in known_works or w.journal.doubtful(w.change.address)
    ]


def _remembered(works: Sequence[ChangeRun]) -> dict[ChangeRun, Observed]:
    """Return objects that the journal knows and a read by id shows. They exist, whatever the next read says,
    as replicas differ."""
    known_ids = _known(works)
    return {
        work: observed
        for (work, _), observed in zip(known_ids, _read_all(known_ids), strict=True)
        if observed and work.ours(observed)
    }


def _create_all(works: Sequence[ChangeRun]) -> None:
    """Send one create for each change, side by side. All intents are on disk before, and each answer is
    judged alone. Then look for the objects whose answer was lost."""
    steps = [_first(work) for work in works]
    works[0].stop_if_asked()
    to_send = [(work, step) for work, step in zip(works, steps, strict=True) if may_send(work, step)]
    for work, step in to_send:
        work.note_intent(step)
    for work, step in to_send:
        work.sending(step)
    answers = (
        works[0].writer.create_all(works[0].kind, [step.payload for _, step in to_send]) if to_send else []
    )
    for (work, _), answer in zip(to_send, answers, strict=True):
        work.object_id = answer if isinstance(answer, str) else None
        work.pending = None if isinstance(answer, Refused) else work.pending
    for (work, step), answer in zip(to_send, answers, strict=True):
        record_answer(work, step, answer)
    if halted := next((work.halted for work in works if work.halted), None):
        raise halted
    unanswered = [work for work in works if work.object_id is None and not work.waiting]
    for work, existing in (
        _existing(unanswered, _await_listing(unanswered, unanswered, _in_time(unanswered[0])), {})
        if unanswered
        else ()
    ):
        _adopt(work, existing)
    for work in unanswered:
        if work.object_id is None:
            _create(work)


def _create(work: ChangeRun) -> None:
    """Send a create again until it is answered, each time only when the object would have to be in the list
    and is not."""
    step, last_message = _first(work), ""
    for _ in range(1, TRIES):
        try:
            send_and_record(work, step, lambda: work.writer.create(work.kind, step.payload))
        except Ambiguous as lost:
            last_message = lost.message
        if work.object_id or work.waiting:
            return
        for _, existing in _existing([work], _await_listing([work], [work], _in_time(work)), {}):
            _adopt(work, existing)
            return
    raise work.halt("APL021", unknown=True, op="create", message=last_message)


def _first(work: ChangeRun) -> Step:
    """Return the create, and what must be seen after it."""
    return Step("create", first(_desired(work), work.kind), inert(_desired(work), work.kind))


def _in_time(work: ChangeRun) -> float:
    """Return the moment at which a list must show what exists now."""
    return work.clock.monotonic() + work.options.settle


def _await_listing(works: Sequence[ChangeRun], doubtful: Sequence[ChangeRun], settled_at: float) -> Seen:
    """Return what the list shows. That a doubtful object is absent is believed only after the settle time,
    and when three lists in a row lack it."""
    clock, pause, list_count = works[0].clock, FIRST_PAUSE, 0
    while True:
        listing = _listed(works)
        list_count += 1
        missing = [work for work in doubtful if work.change.address not in listing]
        seconds_left = settled_at - clock.monotonic()
        if not missing or (list_count >= EQUAL_LISTINGS and seconds_left <= 0):
            return listing
        if not any(work.pending for work in works):
            missing[0].stop_if_asked()
        if list_count == 1 and missing[0].options.settle_first and seconds_left > 0:
            missing[0].tell("settling", "create", seconds_left, None)
        pause = missing[0].pause(min(pause, seconds_left) if seconds_left > 0 else pause, "create")


def _listed(works: Sequence[ChangeRun]) -> Seen:
    """Return one list for all of these changes."""
    return _list_and_read(works, ())[0]


def listed_now(works: Sequence[ChangeRun]) -> frozenset[Address]:
    """Return the addresses at which the list shows an object at this moment; none when it cannot be read."""
    try:
        return frozenset(_listed(works))
    except Halted:
        return frozenset()


def _list_and_read(
    works: Sequence[ChangeRun], created: Sequence[ChangeRun]
) -> tuple[Seen, Sequence[Observed | None]]:
    """Return one list for all of these changes, and the created objects read by id, from one moment."""
    first_work, marked_by_address = works[0], dict[Address, list[MarkedObject]]()
    moment, ids = first_work.clock.monotonic(), [str(work.object_id) for work in created]
    marker_listing = first_work.asked(
        lambda: first_work.reader.list_markers(first_work.kind, first_work.organisation, ids)
    )
    for work in created:
        work.read_at = moment
    for marked in marker_listing.marked:
        marked_by_address.setdefault(marked.marker.address, []).append(marked)
    return {
        work.change.address: marked_by_address[work.change.address]
        for work in works
        if work.change.address in marked_by_address
    }, marker_listing.objects


def _existing(
    works: Sequence[ChangeRun], listing: Seen, known_objects: Mapping[ChangeRun, Observed]
) -> list[tuple[ChangeRun, Observed]]:
    """Return the object that exists at each address, read in full; where there are more, the one to keep.
    `shown` was read before."""
    listed = [(work, marked.id) for work in works for marked in listing.get(work.change.address, ())]
    unlisted = [work for work in works if work.change.address not in listing]
    objects_by_work = {work: [known_objects[work]] for work in unlisted if work in known_objects}
    for work, observed in _read_listed(listed):
        objects_by_work.setdefault(work, []).append(observed)
    objects_by_work |= {
        work: [observed]
        for work, observed in _remembered([work for work in unlisted if work not in known_objects]).items()
    }
    return [(work, sorted(objects, key=_rank)[0]) for work, objects in objects_by_work.items()]


def _read_listed(listed: Sequence[tuple[ChangeRun, str]]) -> list[tuple[ChangeRun, Observed]]:
    """Read in full what was listed. An object that the list shows and a read does not may be deleted or not
    be there yet, so that halts."""
    objects = list[tuple[ChangeRun, Observed]]()
    for (work, object_id), observed in zip(listed, _read_all(listed), strict=True):
        if observed is None:
            raise work.halt("APL012", stale=True, object=object_id)
        objects.append((work, observed))
    return objects


def _known(works: Sequence[ChangeRun]) -> list[tuple[ChangeRun, str]]:
    """Return ids that the journal has of an earlier run; the list may not show them yet."""
    return [
        (work, object_id) for work in works if (object_id := work.journal.known.get(str(work.change.address)))
    ]


def _read_all(wanted: Sequence[tuple[ChangeRun, str]]) -> list[Observed | None]:
    """Read these objects in full, in one batch."""
    if not wanted:
        return []
    first_work = wanted[0][0]
    moment = first_work.clock.monotonic()
    objects = first_work.asked(
        lambda: first_work.reader.read_all([(work.kind, object_id) for work, object_id in wanted])
    )
    for work, _ in wanted:
        work.read_at = moment
    return objects


def _rank(observed: Observed) -> tuple[bool, str, str]:
    """Return the sort key by which one of several objects is kept: an assigned one first, then the oldest."""
    return not observed.assignments, observed.created, observed.id


def _adopt(work: ChangeRun, kept: Observed) -> None:
    """Take over what an earlier create left, when it is exactly what would be created."""
    work.object_id = kept.id
    work.note_outcome("create", "adopted")
    work.tell("adopted", "create", 0.0, None)
    check(work, kept, _content(work))
    work.now, work.pending, work.sent = kept, None, 0


def _remove_twins(works: Sequence[ChangeRun], listing: Seen) -> None:
    """Wait until one list shows all objects, so that it would also show older twins; then delete twins."""
    clock = works[0].clock
    started_at, pause, missing_work = clock.monotonic(), FIRST_PAUSE, works[0]
    while missing := _unlisted(works, listing):
        missing_work = missing[0]
        if clock.monotonic() - started_at >= works[0].options.settle:
            raise missing_work.halt("APL024", unknown=True, object=str(missing_work.object_id))
        pause = missing_work.pause(pause, "create")
        listing = _listed(works)
    _warn_of_lag(missing_work, clock.monotonic() - started_at)
    for work in works:
        if len(listing[work.change.address]) > 1:
            _keep_one(work, listing[work.change.address])


def _unlisted(works: Sequence[ChangeRun], seen: Seen) -> list[ChangeRun]:
    return [
        work
        for work in works
        if work.object_id not in [marked.id for marked in seen.get(work.change.address, ())]
    ]


def _keep_one(work: ChangeRun, marked: Sequence[MarkedObject]) -> None:
    """Keep one of several objects with one address, and delete the others. One that is not exactly what we
    made, or that is assigned to others than the kept one, halts."""
    kept, *twins = sorted((now for _, now in _read_listed([(work, m.id) for m in marked])), key=_rank)
    check(work, kept, _content(work))
    work.object_id, work.now = kept.id, kept
    for twin in twins:
        if twin.marker != marker_of(_desired(work)) or _has_more(work, twin, kept):
            raise work.halt("APL014", object=twin.id)
        check(work, twin, _content(work))
        work.tell("twin", "delete", 0.0, work.diagnostic("APL015", object=twin.id))
        _take_away(work, twin)


def _has_more(work: ChangeRun, twin: Observed, kept: Observed) -> bool:
    """Return whether a twin has something that the kept object lacks: a property that we do not write, or an
    assignment."""
    twin_state, kept_state = of_observed(twin, work.kind), of_observed(kept, work.kind)
    extra = {*twin_state} - {*_content(work), "assignments", "apps", "marker", "version"}
    added = any(
        twin_state[key] is not None and twin_state[key] != kept_state.get(key)
        for key in extra
        if not owned_later(key, work.kind)
    )
    return added or any(target not in kept_state["assignments"] for target in twin_state["assignments"])


def _take_away(work: ChangeRun, twin: Observed) -> None:
    """Remove the assignments of a twin and delete it."""
    twin_work = twin_of(work, twin)
    twin_work.steps = list(away(work.kind, twin))
    try:
        carry_out([twin_work])
    finally:
        work.attempted, work.halted, work.waiting = twin_work.attempted, twin_work.halted, twin_work.waiting
        if work.halted and twin_work.pending:
            work.halted.unknown = True


def _content(work: ChangeRun) -> View:
    """Return what an object must show to be taken for the one that would be created, whoever it is assigned
    to."""
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
