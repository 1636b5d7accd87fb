"""The form in which two bodies are compared: what we would write and what Graph answers, with the noise taken out.

Intune answers another text than it was given: null for an empty string, members of a list in another order, a
duration in other units, ids and counters of its own. What is left after `normal` differs only when the meaning differs.
Empty values stay as None under their key, so that "we want this empty" is not the same as "we do not own this".

The tree of a settings catalog policy is built in: `settings` becomes a list of `{settingDefinitionId, value}`, sorted by
id, where `value` is a scalar, a sorted list of scalars, or again such a list. A kind needs no hook for it.
Sources: Microsoft's beta metadata and the public exports of OpenIntuneBaseline (null, "", [] and zero ids for unset).
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON, canonical, short_digest
from managed_apparaten.core.names import is_guid
from managed_apparaten.core.pointer import child
from managed_apparaten.resource.marker import marks
from managed_apparaten.resource.origin import Origin, Part
from managed_apparaten.resource.patterns import Place, places
from managed_apparaten.resource.shape import ResourceShape

FILTER_ID = "deviceAndAppManagementAssignmentFilterId"
FILTER_TYPE = "deviceAndAppManagementAssignmentFilterType"
ZERO_GUID = "00000000-0000-0000-0000-000000000000"
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_EMPTY = ("", ZERO_GUID, "0000-00-00")
"""Texts that mean "nothing": unset text, no object, no patch level."""

_SERVICE_PROPERTIES = (
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "version",
    "isAssigned",
    "deployedAppCount",
    "settingCount",
    "creationSource",
    "supportsScopeTags",
    "priorityMetaData",
    "assignments",
    "apps",
)
_ACTION = "/scheduledActionsForRule/*"
READ_ONLY = frozenset(f"/{name}" for name in _SERVICE_PROPERTIES) | {
    f"{_ACTION}/id",
    f"{_ACTION}/ruleName",
    f"{_ACTION}/scheduledActionConfigurations/*/id",
    "/localizedNotificationMessages/*/id",
    "/localizedNotificationMessages/*/lastModifiedDateTime",
}
"""What no kind ever compares in a body; assignments and apps are compared apart."""

_POLYMORPHIC = re.compile(r"AssignmentTarget$|AppIdentifier$|\.omaSetting|GlobalProxy")
"""Types that are told by `@odata.type` alone. Elsewhere the service leaves the type out when it is the declared one."""

_SETTING_VALUES = (
    "simpleSettingValue",
    "simpleSettingCollectionValue",
    "choiceSettingValue",
    "choiceSettingCollectionValue",
    "groupSettingValue",
    "groupSettingCollectionValue",
)

_NEUTRAL = frozenset(
    {
        "notConfigured",
        "deviceDefault",
        "unavailable",
        "unspecified",
        "none",
        "notRequired",
        "anyApp",
        "allApps",
        "basic",
    }
)
_SERVICE_FILLED = frozenset({"managedUniversalLinks", "exemptedUniversalLinks", "exemptedAppProtocols"})
"""Properties that the service fills with long lists of its own."""
_SERVICE_DEFAULTS: dict[str, JSON] = {
    "roleScopeTagIds": ["0"],
    "roleScopeTags": ["0"],
    "mediaContentRatingApps": "allAllowed",
    "safariCookieSettings": "browserDefault",
    "workProfileAccountUse": "allowAllExceptGoogleAccounts",
    "mobileThreatDefensePartnerPriority": "defenderOverThirdPartyPartner",
    "genmojiConfigurationState": "notBlocked",
    "writingToolsConfigurationState": "notBlocked",
}
"""What unset properties read back as, where that is no word for nothing; remediation actions read back as `block`."""


def normal(body: JSON, shape: ResourceShape) -> JSON:
    """The comparison form of a Graph body of this kind."""
    return with_origin(body, shape)[0]


def with_origin(body: JSON, shape: ResourceShape) -> Part:
    """The comparison form and where each part of it stood in `body`; a `normalise` hook must leave things where they are."""
    found = _members(shape.normalise(body) if shape.normalise else body, places(shape, READ_ONLY))
    parts = {key: _property(value, key, place, shape.durations) for key, value, place in found}
    return {key: part[0] for key, part in parts.items()}, Origin(
        "", {key: part[1] for key, part in parts.items()}
    )


def owned(observed: JSON, desired: JSON) -> JSON:
    """Of one normal form the properties that `desired` has, each `whole`. A missing one is None."""
    if isinstance(observed, dict) and isinstance(desired, dict):
        return {key: whole(observed.get(key), value) for key, value in desired.items()}
    return observed


def whole(observed: JSON, desired: JSON) -> JSON:
    """A property of ours as it is, with what somebody added inside it. Only what the service fills in with nothing is left out."""
    if isinstance(observed, dict) and isinstance(desired, dict):
        added = {
            key: value for key, value in observed.items() if key not in desired and not _neutral(key, value)
        }
        return {key: whole(observed.get(key), value) for key, value in desired.items()} | added
    return observed


def asked(observed: JSON, desired: JSON) -> JSON:
    """What `desired` has of `observed`, however deep: the rest is the service's own."""
    if isinstance(observed, dict) and isinstance(desired, dict):
        return {key: asked(observed.get(key), value) for key, value in desired.items()}
    return observed


def not_managed(observed: JSON, desired: Collection[str]) -> tuple[str, ...]:
    """Pointers of top-level properties of a normal form that hold more than a default and that `desired` does not own."""
    return tuple(
        child("", key)
        for key, value in sorted(observed.items())
        if key not in desired and key not in _SERVICE_FILLED and not _neutral(key, value)
    )


def generation(body: JSON, targets: Sequence[str], apps: Sequence[str] | None, shape: ResourceShape) -> str:
    """The digest that the marker carries: over all we write but the marker line itself. `targets` is `by_name(assignments)`."""
    return generation_of(normal(body, shape), targets, apps)


def generation_of(form: JSON, targets: Sequence[str], apps: Sequence[str] | None) -> str:
    """The same digest from a body that is in comparison form already."""
    return short_digest(
        {"body": form, "targets": sorted(set(targets)), "apps": None if apps is None else sorted(apps)}
    )


def target_name(group: str, exclude: bool, filtered: Address | str | None, intent: str = "") -> str:
    """How a target counts in the generation: `+group` or `-group`, and after bars the filter and the intent."""
    return " | ".join(
        [f"{'-' if exclude else '+'}{group}", *(str(more) for more in (filtered, intent) if more)]
    )


def target(raw: JSON) -> JSON:
    """An assignment target in the form that is compared and sent; null, absent and zero filters are all "no filter"."""
    found = {k: _given(v) for k, v in _plain(raw).items() if v is not None and v != "none"}
    if FILTER_ID not in found:
        found.pop(FILTER_TYPE, None)
    return {**found, "@odata.type": "#" + str(raw["@odata.type"]).lstrip("#")}


def _given(value: JSON) -> JSON:
    """Settings of an assignment without what is null."""
    return {k: _given(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def direct_targets(raw: Sequence[JSON]) -> tuple[JSON, ...]:
    """Targets as `target` gives them, sorted and without twins. Those that a policy set put there are not ours to send and are left out."""
    kept = {canonical(t): t for t in (target(r) for r in raw if r.get("source") != "policySets")}
    return tuple(kept[key] for key in sorted(kept))


def apps_that_count(form: Mapping[str, JSON], apps: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """The targeted apps, unless the service chose them: then the list moves with Microsoft's own and means nothing."""
    return apps if form.get("appGroupType", "selectedPublicApps") == "selectedPublicApps" else None


def duration(text: str) -> str:
    """An ISO 8601 duration in its largest whole units: PT720M is PT12H, PT24H is P1D. Months and years have no length and stay."""
    match = _DURATION.fullmatch(text)
    if not match or not any(match.groups()):
        return text
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    rest = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
    if not rest:
        return "PT0S"
    minutes, seconds = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    return f"P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


def _plain(raw: Mapping[str, JSON]) -> dict[str, JSON]:
    return {
        key: _scalar(value)
        for key, value in sorted(raw.items())
        if "@" not in key and not key.startswith("#")
    }


def _scalar(value: JSON) -> JSON:
    if not isinstance(value, str):
        return value
    if is_guid(value):
        value = value.lower()
    return None if value in _EMPTY else value


def _neutral(key: str, value: JSON) -> bool:
    if isinstance(value, dict):
        return all(_neutral(name, inner) for name, inner in value.items())
    if value in (None, False, 0) or (isinstance(value, str) and value in _NEUTRAL):
        return True
    if key.startswith("appActionIf"):
        return bool(value == "block")
    return bool(_SERVICE_DEFAULTS.get(key) == value)


def _members(body: Mapping[str, JSON], place: Place) -> list[tuple[str, JSON, Place]]:
    """What counts of an object, sorted, each with what the kind says of it."""
    members = [(key, value, place.at(key)) for key, value in sorted(body.items())]
    return [member for member in members if not member[2].read_only and not _noise(*member[:2])]


def _dict(body: Mapping[str, JSON], raw: str, place: Place) -> Part:
    values, origins = {}, {}
    for key, value, there in _members(body, place):
        values[key], origins[key] = _value(value, key, child(raw, key), there)
    return None if all(value is None for value in values.values()) else values, Origin(raw, origins)


def _noise(key: str, value: JSON) -> bool:
    """Annotations and advertised actions; a type is kept where it is all that tells two shapes apart."""
    return key.startswith("#") or (
        "@" in key and not (key == "@odata.type" and _POLYMORPHIC.search(str(value)))
    )


def _value(value: JSON, key: str, raw: str, place: Place) -> Part:
    if isinstance(value, dict):
        return _dict(value, raw, place)
    if isinstance(value, list):
        return _list(value, raw, place)
    return (str(value).lstrip("#") if key == "@odata.type" else _scalar(value)), Origin(raw)


def _property(value: JSON, name: str, place: Place, durations: frozenset[str]) -> Part:
    """A property of the body itself."""
    raw = child("", name)
    if (
        name == "settings"
        and isinstance(value, list)
        and all(isinstance(item, dict) and "settingInstance" in item for item in value)
    ):
        return _instances([item["settingInstance"] for item in value], raw, "/settingInstance")
    if name in ("description", "notes") and not isinstance(value, dict | list):
        return marks(str(value or "").replace("\r\n", "\n")).shown.strip() or None, Origin(raw)
    if name in durations and isinstance(value, str):
        return duration(value), Origin(raw)
    return _value(value, name, raw, place)


def _list(items: Sequence[JSON], raw: str, place: Place) -> Part:
    found = [_whole(_value(item, "", child(raw, index), place.each)) for index, item in enumerate(items)]
    if place.key:
        return _collected(found, raw, lambda part: canonical(part[0].get(place.key)))
    return _collected(found, raw, _by_value if place.is_set else None)


def _whole(part: Part) -> Part:
    """A member of a list is compared whole, so a key without a value must not stand in it."""
    value, origin = part
    return ({k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value), origin


def _collected(found: Sequence[Part], raw: str, key: Callable[[Part], bytes] | None) -> Part:
    """Members as one list; with a key it is a set: sorted, each member once, and nothing is no member."""
    if key:
        found = [
            part for _, part in sorted({key(part): part for part in found if part[0] is not None}.items())
        ]
    return [part[0] for part in found] or None, Origin(raw, {str(i): part[1] for i, part in enumerate(found)})


def _by_value(part: Part) -> bytes:
    return canonical(part[0])


def _instances(instances: Sequence[JSON], raw: str, tail: str = "") -> Part:
    return _collected(
        [_instance(item, child(raw, i) + tail) for i, item in enumerate(instances)], raw, _by_value
    )


def _instance(instance: JSON, raw: str) -> Part:
    name = next((n for n in _SETTING_VALUES if instance.get(n) is not None), None)
    value, origin = _setting(instance[name], child(raw, name)) if name else (None, Origin(raw))
    return {"settingDefinitionId": instance.get("settingDefinitionId"), "value": value}, Origin(
        raw, {"value": origin}
    )


def _setting(value: JSON, raw: str) -> Part:
    """A setting's value: collections are sets; one group stands for its children; a choice without children for its value."""
    if isinstance(value, list):
        members = [_setting(item, child(raw, i)) for i, item in enumerate(value)]
        return (
            members[0]
            if len(members) == 1 and isinstance(members[0][0], list)
            else _collected(members, raw, _by_value)
        )
    plain = (_scalar(value.get("value")), Origin(child(raw, "value")))
    if not value.get("children"):
        return plain
    children = _instances(value["children"], child(raw, "children"))
    if plain[0] is None:
        return children
    return {"value": plain[0], "children": children[0]}, Origin(
        raw, {"value": plain[1], "children": children[1]}
    )
