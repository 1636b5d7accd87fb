"""Objects that other people made, of which only the assignments of groups that our marker names are ours: the tenant's apps.

An app is found by its identifier. What others assigned goes back as it was, as `assign` replaces the whole list; what a policy set
assigned is not ours to send. A group that somebody else gave the same thing already is left to them. Where they gave it another
intent, or require what we uninstall, no plan is made: Intune would let theirs win. An object that we leave stays in the tenant.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from managed_apparaten.compile.desired import Desired, Match
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.address import Address
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import Observed
from managed_apparaten.plan.matching import Pair
from managed_apparaten.policy.model import Platform
from managed_apparaten.resource.comparison import asked, direct_targets, target
from managed_apparaten.resource.marker import Marker, marked, split

Targets = tuple[JSON, ...]


@dataclass(frozen=True, slots=True)
class SharedApp:
    """One address with the object that it is about, and what of its assignments is whose."""

    pair: Pair
    """`desired` has the body to write: everything for a new object, the marker alone for one that is there."""
    platform: Platform | None
    mine_before: Targets
    mine_after: Targets
    theirs: Targets

    @property
    def after(self) -> Targets:
        """All assignments when it is carried out."""
        return direct_targets([*self.theirs, *self.mine_after])


def wanted_keys(desired: Iterable[Desired]) -> frozenset[str]:
    """What the objects are that a policy speaks of."""
    return frozenset(key for one in desired if one.match for key in one.match.keys)


def relevant(
    observed: Iterable[Observed], kinds: Mapping[str, Kind], organisation: str, wanted: frozenset[str]
) -> list[Observed]:
    """Objects that the policy speaks of or that carry our marker."""
    return [
        o for o in observed if ours(o, organisation) or (not o.marker and wanted & {*_keys(kinds[o.kind], o)})
    ]


def ours(observed: Observed, organisation: str) -> bool:
    """Whether some of its assignments are ours."""
    return observed.marker is not None and observed.marker.organisation == organisation


def settle(
    desired: Sequence[Desired],
    observed: Sequence[Observed],
    kind: Kind,
    organisation: str,
    targets: Callable[[Desired], Targets],
) -> list[SharedApp]:
    """Every address of one kind with its object, sorted. What is neither there nor to be made has none."""
    by_key: dict[str, list[Observed]] = {}
    for one in sorted(observed, key=lambda o: _preference(o, kind, organisation)):
        for key in _keys(kind, one):
            by_key.setdefault(key, []).append(one)
    found: list[SharedApp] = []
    for wanted in desired:
        found += _placed(wanted, by_key, kind, organisation, targets(wanted))
    taken = {shared.pair.observed.id for shared in found if shared.pair.observed}
    placed = {shared.pair.address for shared in found}
    found += [
        _elsewhere(_released(o, kind), placed)
        for o in observed
        if o.id not in taken and ours(o, organisation)
    ]
    return sorted(found, key=lambda shared: shared.pair.address)


def _preference(one: Observed, kind: Kind, organisation: str) -> tuple[bool, bool, bool, bool, str, str, str]:
    """Which of several objects that are one app comes first: the purchased one, ours, the one with free licences, the one that is
    assigned; then by token, age and id, so that the choice does not depend on the order in which the tenant lists them."""
    bought = kind.purchased is not None and kind.purchased(one.body)
    spent = kind.exhausted is not None and kind.exhausted(one.body)
    token = str(one.body.get("vppTokenId") or "") if bought else ""
    return not bought, not ours(one, organisation), spent, not one.assignments, token, one.created, one.id


def _elsewhere(left: SharedApp, placed: Collection[Address]) -> SharedApp:
    """An object that we leave under an address of its own, where another object took its place."""
    address = left.pair.address
    if address not in placed:
        return left
    beside = Address(address.kind, f"{address.key}.left")
    desired = replace(left.pair.desired, address=beside) if left.pair.desired else None
    return replace(left, pair=replace(left.pair, address=beside, desired=desired))


def absent(
    desired: Sequence[Desired], found: Sequence[SharedApp], observed: Sequence[Observed], kind: Kind
) -> list[Desired]:
    """What the policy speaks of and the tenant neither has nor gets."""
    there = {key for o in observed for key in _keys(kind, o)}
    made = {shared.pair.address for shared in found}
    return [one for one in desired if one.address not in made and one.match and not there & {*one.match.keys}]


def open_anyway(desired: Sequence[Desired], observed: Sequence[Observed], kind: Kind) -> dict[str, list[str]]:
    """Blocked apps that an open store still offers, by name, with the identifiers that the tenant does not hold."""
    there = {key for o in observed for key in _keys(kind, o)}
    found = [
        (one.match.name, [key for key in one.match.keys if key not in there])
        for one in desired
        if one.match and one.match.else_open
    ]
    return {called: [key.partition(":")[2] for key in keys] for called, keys in found if keys}


def conflicts(shared: SharedApp, names: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Groups to which somebody else gave something else."""
    one = shared.pair.desired
    for mine in shared.mine_after:
        for other in shared.theirs:
            if one and mine.get("groupId") == other.get("groupId") is not None:
                group = names.get(str(mine["groupId"]), str(mine["groupId"]))
                span = next((a.group.span for a in one.assignments if a.group.name == group), None)
                args = {
                    "app": name(shared),
                    "group": group,
                    "ours": _word(mine),
                    "theirs": _word(other),
                    "id": _id(shared),
                }
                yield Diagnostic("PLN044", span=span, args=args, address=str(one.address))


def doubled(found: Iterable[SharedApp], observed: Sequence[Observed], kind: Kind) -> Iterator[Diagnostic]:
    """Identifiers that several apps of the tenant have: only one of those is assigned."""
    for shared in found:
        used, one = shared.pair.observed, shared.pair.desired
        if used is None or one is None or not shared.mine_after:
            continue
        keys = [key for key in _keys(kind, used) if one.match and key in one.match.keys]
        purchased = kind.purchased or (lambda _: False)
        others = sorted(
            f"{o.name} ({o.id})"
            for o in others_of(used, observed, kind, keys)
            if purchased(o.body) == purchased(used.body)
        )
        if others:
            args = {
                "count": str(len(others) + 1),
                "identifier": keys[0],
                "used": used.id,
                "others": ", ".join(others),
            }
            yield Diagnostic("PLN064", "warning", args=args, address=str(one.address))


def others_of(
    used: Observed, observed: Sequence[Observed], kind: Kind, keys: Collection[str] = ()
) -> list[Observed]:
    """The other objects of the tenant that are the same app, by these of its keys or by the surest."""
    same = {*(keys or _keys(kind, used)[:1])}
    return sorted(
        (o for o in observed if o.id != used.id and same & {*_keys(kind, o)}), key=lambda o: (o.name, o.id)
    )


def _placed(
    one: Desired, by_key: Mapping[str, list[Observed]], kind: Kind, organisation: str, targets: Targets
) -> Iterator[SharedApp]:
    match = one.match
    assert match is not None, f"{one.address} is an object of somebody else without a way to find it"
    there: dict[int, list[Observed]] = {}
    for number, key in enumerate(match.keys, 1):
        # An object that is known by two keys is one app; what else goes by the second of them is doubled, and told.
        found = by_key.get(key, [])
        if found and not {o.id for o in found} & {o.id for others in there.values() for o in others}:
            there[number] = found
    for number, objects in there.items():
        address = one.address if number == 1 else Address(one.address.kind, f"{one.address.key}.{number}")
        yield from _on(replace(one, address=address), objects[0], kind, organisation, targets)
    if not there and match.creatable:
        content = one.body | {
            kind.marker_property: _notes(one, split(one.body[kind.marker_property])[0], targets, organisation)
        }
        yield SharedApp(Pair(one.address, replace(one, body=content), None), match.platform, (), targets, ())


def _on(
    one: Desired, there: Observed, kind: Kind, organisation: str, targets: Targets
) -> Iterator[SharedApp]:
    """The address on an object that is there; none when others do all that is wanted already."""
    given = direct_targets(there.assignments)
    named = there.marker.groups if there.marker and ours(there, organisation) else ()
    mine = tuple(t for t in given if t.get("groupId") in named)
    theirs = tuple(t for t in given if t.get("groupId") not in named)
    sort = str(there.body.get("@odata.type"))
    wanted = [_with_settings(t, kind.assignment_settings.get(sort)) for t in targets]
    after = tuple(_as_shown(t, mine) for t in wanted if not any(_same(t, other) for other in theirs))
    if not after and not ours(there, organisation):
        return
    if not after:
        yield _released(there, kind)
        return
    text = split(there.body.get(kind.marker_property))[0]
    content = {"@odata.type": sort, kind.marker_property: _notes(one, text, after, organisation)}
    platform = one.match.platform if one.match else None
    yield SharedApp(
        Pair(one.address, replace(one, body=content), there), platform, mine, direct_targets(after), theirs
    )


def _released(there: Observed, kind: Kind) -> SharedApp:
    """An object on which nothing is ours any more: our groups and our marker go, the rest stays."""
    assert there.marker is not None, f"{there.id} is not ours"
    given, text = direct_targets(there.assignments), split(there.body.get(kind.marker_property))[0]
    address = there.marker.address
    content = {"@odata.type": there.body.get("@odata.type"), kind.marker_property: text}
    left = Desired(address, content, (), {}, match=Match(_platform(kind, there), (), there.name))
    mine = tuple(t for t in given if t.get("groupId") in there.marker.groups)
    return SharedApp(
        Pair(address, left, there), _platform(kind, there), mine, (), tuple(t for t in given if t not in mine)
    )


def _notes(one: Desired, text: str, targets: Sequence[JSON], organisation: str) -> str:
    groups = tuple(sorted({str(t["groupId"]) for t in targets}))
    return marked(text, Marker(organisation, one.address, one.generation, False, groups))


def _with_settings(wanted: JSON, settings: JSON) -> JSON:
    installs = (
        settings is not None
        and "exclusion" not in wanted["@odata.type"]
        and wanted.get("intent") != "uninstall"
    )
    return wanted | {"settings": settings} if installs else wanted


def _as_shown(wanted: JSON, mine: Sequence[JSON]) -> JSON:
    """The target as the tenant shows it, where the service only filled in settings that we leave to it."""
    for shown in mine:
        bare = {name: value for name, value in shown.items() if name != "settings"}
        if bare == {n: v for n, v in wanted.items() if n != "settings"}:
            settings = wanted.get("settings")
            if settings is None or asked(shown.get("settings"), settings) == settings:
                return shown
    return target(wanted)


def _same(mine: JSON, other: JSON) -> bool:
    return all(mine.get(name) == other.get(name) for name in ("@odata.type", "groupId", "intent"))


def _keys(kind: Kind, one: Observed) -> tuple[str, ...]:
    return kind.identify(one.body) if kind.identify else ()


def _platform(kind: Kind, one: Observed) -> Platform:
    found: tuple[Platform, ...] = ("ios", "android", "windows", "macos")
    word = next(iter(_keys(kind, one)), "").partition(":")[0]
    return next((platform for platform in found if platform == word), "ios")


def _word(one: JSON) -> str:
    return ("not " if "exclusion" in one["@odata.type"] else "") + str(one.get("intent") or "-")


def name(shared: SharedApp) -> str:
    """What people call the app."""
    one = shared.pair.desired
    return one.match.name if one and one.match else str(shared.pair.address)


def _id(shared: SharedApp) -> str:
    return shared.pair.observed.id if shared.pair.observed else "-"
