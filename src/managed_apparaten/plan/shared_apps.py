"""Match the apps that a policy wants with the apps of the tenant, and separate our assignments from those of
other people.

An app is found by its identifier. Our assignments are those of the groups that our marker in the notes names.
The `assign` action replaces the whole list, so assignments of other people are sent back unchanged; those of
a policy set are not sent. A group to which somebody else assigned the app with the same intent is left to
them. When they assigned another intent, or require what we uninstall, no plan is made, because Intune would
let theirs win. An app to which nothing of ours is assigned any more stays in the tenant.
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
    """One address with the app object it is about, and whose its assignments are."""

    pair: Pair
    """The resource and the object. The body of the resource is what to write: everything for a new object,
    only the notes for an existing one."""
    platform: Platform | None
    mine_before: Targets
    mine_after: Targets
    theirs: Targets

    @property
    def after(self) -> Targets:
        """All assignments after the change."""
        return direct_targets([*self.theirs, *self.mine_after])


def wanted_keys(desired: Iterable[Desired]) -> frozenset[str]:
    """Return the identifiers of the apps that a policy names."""
    return frozenset(key for one in desired if one.match for key in one.match.keys)


def relevant(
    observed: Iterable[Observed], kinds: Mapping[str, Kind], organisation: str, wanted: frozenset[str]
) -> list[Observed]:
    """Return the apps that the policy names or that carry our marker."""
    return [
        o for o in observed if ours(o, organisation) or (not o.marker and wanted & {*_keys(kinds[o.kind], o)})
    ]


def ours(observed: Observed, organisation: str) -> bool:
    """Return whether some of the assignments of an app are ours."""
    return observed.marker is not None and observed.marker.organisation == organisation


def match_apps(
    desired: Sequence[Desired],
    observed: Sequence[Observed],
    kind: Kind,
    organisation: str,
    targets: Callable[[Desired], Targets],
) -> list[SharedApp]:
    """Return a `SharedApp` for every wanted app of one kind, and for every app that we leave, sorted by
    address. An app that is neither there nor can be created has none."""
    by_key: dict[str, list[Observed]] = {}
    for each in sorted(observed, key=lambda o: _preference(o, kind, organisation)):
        for key in _keys(kind, each):
            by_key.setdefault(key, []).append(each)
    shared_apps: list[SharedApp] = []
    for wanted in desired:
        shared_apps += _placed(wanted, by_key, kind, organisation, targets(wanted))
    # Then the apps that carry our marker and that no wanted app uses any more.
    taken = {shared.pair.observed.id for shared in shared_apps if shared.pair.observed}
    placed = {shared.pair.address for shared in shared_apps}
    shared_apps += [
        _elsewhere(_released(o, kind), placed)
        for o in observed
        if o.id not in taken and ours(o, organisation)
    ]
    return sorted(shared_apps, key=lambda shared: shared.pair.address)


def _preference(app: Observed, kind: Kind, organisation: str) -> tuple[bool, bool, bool, bool, str, str, str]:
    """Return the sort key by which one of several objects of the same app is chosen.

    First the purchased one, then ours, then one with free licences, then an assigned one; after that by
    token, age and id, so that the choice does not depend on the order in which the tenant lists them.
    """
    is_purchased = kind.purchased is not None and kind.purchased(app.body)
    is_exhausted = kind.exhausted is not None and kind.exhausted(app.body)
    token = str(app.body.get("vppTokenId") or "") if is_purchased else ""
    return (
        not is_purchased,
        not ours(app, organisation),
        is_exhausted,
        not app.assignments,
        token,
        app.created,
        app.id,
    )


def _elsewhere(released: SharedApp, placed: Collection[Address]) -> SharedApp:
    """Give an app that we leave an address of its own, where another app took its address."""
    address = released.pair.address
    if address not in placed:
        return released
    own_address = Address(address.kind, f"{address.key}.left")
    desired = replace(released.pair.desired, address=own_address) if released.pair.desired else None
    return replace(released, pair=replace(released.pair, address=own_address, desired=desired))


def absent(
    desired: Sequence[Desired], placed: Sequence[SharedApp], observed: Sequence[Observed], kind: Kind
) -> list[Desired]:
    """Return the wanted apps that the tenant does not have and does not get."""
    known_keys = {key for o in observed for key in _keys(kind, o)}
    placed_addresses = {shared.pair.address for shared in placed}
    return [
        one
        for one in desired
        if one.address not in placed_addresses and one.match and not known_keys & {*one.match.keys}
    ]


def open_anyway(desired: Sequence[Desired], observed: Sequence[Observed], kind: Kind) -> dict[str, list[str]]:
    """Return blocked apps that an open store still offers, by name, with the identifiers for which the tenant
    has no app."""
    known_keys = {key for o in observed for key in _keys(kind, o)}
    missing_keys = [
        (one.match.name, [key for key in one.match.keys if key not in known_keys])
        for one in desired
        if one.match and one.match.else_open
    ]
    return {app_name: [key.partition(":")[2] for key in keys] for app_name, keys in missing_keys if keys}


def conflicts(shared: SharedApp, names: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Report PLN044: groups to which somebody else assigned the app with another intent."""
    desired = shared.pair.desired
    for mine in shared.mine_after:
        for other in shared.theirs:
            if desired and mine.get("groupId") == other.get("groupId") is not None:
                group = names.get(str(mine["groupId"]), str(mine["groupId"]))
                span = next((a.group.span for a in desired.assignments if a.group.name == group), None)
                args = {
                    "app": name(shared),
                    "group": group,
                    "ours": _word(mine),
                    "theirs": _word(other),
                    "id": _id(shared),
                }
                yield Diagnostic("PLN044", span=span, args=args, address=str(desired.address))


def duplicate_apps(
    apps: Iterable[SharedApp], observed: Sequence[Observed], kind: Kind
) -> Iterator[Diagnostic]:
    """Report PLN064: identifiers that several apps of the tenant have. Only one of those apps is assigned."""
    for shared in apps:
        used, desired = shared.pair.observed, shared.pair.desired
        if used is None or desired is None or not shared.mine_after:
            continue
        keys = [key for key in _keys(kind, used) if desired.match and key in desired.match.keys]
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
            yield Diagnostic("PLN064", "warning", args=args, address=str(desired.address))


def others_of(
    used: Observed, observed: Sequence[Observed], kind: Kind, keys: Collection[str] = ()
) -> list[Observed]:
    """Return the other objects of the tenant that are the same app, by these of its keys, else by its first
    key."""
    same = {*(keys or _keys(kind, used)[:1])}
    return sorted(
        (o for o in observed if o.id != used.id and same & {*_keys(kind, o)}), key=lambda o: (o.name, o.id)
    )


def _placed(
    desired: Desired, by_key: Mapping[str, list[Observed]], kind: Kind, organisation: str, targets: Targets
) -> Iterator[SharedApp]:
    match = desired.match
    assert match is not None, f"{desired.address} is an object of somebody else without a way to find it"
    objects_by_key: dict[int, list[Observed]] = {}
    for number, key in enumerate(match.keys, 1):
        # First one address for each key that finds an object.
        # An object that is known by two keys is one app; what else goes by the second of them is doubled, and told.
        objects = by_key.get(key, [])
        if objects and not {o.id for o in objects} & {
            o.id for others in objects_by_key.values() for o in others
        }:
            objects_by_key[number] = objects
    for number, objects in objects_by_key.items():
        address = (
            desired.address
            if number == 1
            else Address(desired.address.kind, f"{desired.address.key}.{number}")
        )
        yield from _on(replace(desired, address=address), objects[0], kind, organisation, targets)
    if not objects_by_key and match.creatable:
        content = desired.body | {
            kind.marker_property: _notes(
                desired, split(desired.body[kind.marker_property])[0], targets, organisation
            )
        }
        yield SharedApp(
            Pair(desired.address, replace(desired, body=content), None), match.platform, (), targets, ()
        )


def _on(
    desired: Desired, observed: Observed, kind: Kind, organisation: str, targets: Targets
) -> Iterator[SharedApp]:
    """Yield the change of an app that is in the tenant; nothing when other people already assigned all that
    is wanted."""
    targets_now = direct_targets(observed.assignments)
    marked_groups = observed.marker.groups if observed.marker and ours(observed, organisation) else ()
    mine = tuple(t for t in targets_now if t.get("groupId") in marked_groups)
    theirs = tuple(t for t in targets_now if t.get("groupId") not in marked_groups)
    odata_type = str(observed.body.get("@odata.type"))
    wanted = [_with_settings(t, kind.assignment_settings.get(odata_type)) for t in targets]
    after = tuple(_as_shown(t, mine) for t in wanted if not any(_same(t, other) for other in theirs))
    if not after and not ours(observed, organisation):
        return
    if not after:
        yield _released(observed, kind)
        return
    text = split(observed.body.get(kind.marker_property))[0]
    content = {"@odata.type": odata_type, kind.marker_property: _notes(desired, text, after, organisation)}
    platform = desired.match.platform if desired.match else None
    yield SharedApp(
        Pair(desired.address, replace(desired, body=content), observed),
        platform,
        mine,
        direct_targets(after),
        theirs,
    )


def _released(observed: Observed, kind: Kind) -> SharedApp:
    """Return an app on which nothing is ours any more: our groups and our marker are removed, the rest
    stays."""
    assert observed.marker is not None, f"{observed.id} is not ours"
    targets_now, text = (
        direct_targets(observed.assignments),
        split(observed.body.get(kind.marker_property))[0],
    )
    address = observed.marker.address
    content = {"@odata.type": observed.body.get("@odata.type"), kind.marker_property: text}
    desired = Desired(address, content, (), {}, match=Match(_platform(kind, observed), (), observed.name))
    mine = tuple(t for t in targets_now if t.get("groupId") in observed.marker.groups)
    return SharedApp(
        Pair(address, desired, observed),
        _platform(kind, observed),
        mine,
        (),
        tuple(t for t in targets_now if t not in mine),
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
    """Return a target as the tenant shows it, where the service only added settings that we leave to it."""
    for shown in mine:
        without_settings = {name: value for name, value in shown.items() if name != "settings"}
        if without_settings == {n: v for n, v in wanted.items() if n != "settings"}:
            settings = wanted.get("settings")
            if settings is None or asked(shown.get("settings"), settings) == settings:
                return shown
    return target(wanted)


def _same(mine: JSON, other: JSON) -> bool:
    return all(mine.get(name) == other.get(name) for name in ("@odata.type", "groupId", "intent"))


def _keys(kind: Kind, one: Observed) -> tuple[str, ...]:
    return kind.identify(one.body) if kind.identify else ()


def _platform(kind: Kind, one: Observed) -> Platform:
    platforms: tuple[Platform, ...] = ("ios", "android", "windows", "macos")
    word = next(iter(_keys(kind, one)), "").partition(":")[0]
    return next((platform for platform in platforms if platform == word), "ios")


def _word(one: JSON) -> str:
    return ("not " if "exclusion" in one["@odata.type"] else "") + str(one.get("intent") or "-")


def name(shared: SharedApp) -> str:
    """Return the name of the app for people."""
    desired = shared.pair.desired
    return desired.match.name if desired and desired.match else str(shared.pair.address)


def _id(shared: SharedApp) -> str:
    return shared.pair.observed.id if shared.pair.observed else "-"
