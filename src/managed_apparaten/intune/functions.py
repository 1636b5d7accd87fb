"""Functions of roles that have no consequence on some of their devices, or another than the role asks: told, and measured on drafts.

A function that is limited needs a kind that makes something of it. One that is allowed and that nothing here limits needs nothing; but
where the same values are written as for one that is blocked, allowing it changes nothing. A line, of a role or of the organisation for
all its roles, is told when it is about a function that no device of any of these roles has.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from managed_apparaten.compile.kind import Draft, Kind, Scope
from managed_apparaten.compile.naming import device_name
from managed_apparaten.compile.traced import unzip
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.pointer import child
from managed_apparaten.core.span import Span
from managed_apparaten.policy.model import DeviceClass, Located, Platform, PolicySet, Role
from managed_apparaten.resolve.decide import Resolved

BLOCK, ALLOW = "block", "allow"
FOUND_ON: Mapping[str, frozenset[Platform]] = {
    "airdrop": frozenset({"ios", "macos"}),
    "app-clips": frozenset({"ios"}),
    "iphone-mirroring": frozenset({"ios", "macos"}),
    "private-space": frozenset({"android"}),
}
"""Functions that some platforms do not have at all: function -> the platforms that do."""
WITHOUT_PRIVATE_SIDE = ("fully-managed", "dedicated")
"""Android devices with a device owner over the whole of them: Android allows no private space there."""


def functions(policy: PolicySet, resolved: Resolved, kinds: Sequence[Kind]) -> Iterator[Diagnostic]:
    """KND314, KND326: nothing limits it, on a platform or on some devices of it. KND327: allowed in vain. KND328: no device has it."""
    nowhere: dict[tuple[str, str], list[Role]] = defaultdict(list)
    kept: dict[tuple[str, str], list[Role]] = defaultdict(list)
    lines: dict[tuple[str, Span | None], list[tuple[Role, bool]]] = defaultdict(list)
    partly: dict[tuple[str, str], list[Role]] = defaultdict(list)
    for role in resolved.roles:
        for name, asked in sorted(role.functions.items()):
            there = [device for device in role.devices if exists(name, device)]
            lines[name, asked.span].append((role, bool(there) or not role.devices))
            for platform in sorted({device.platform for device in there}):
                some = [device for device in there if device.platform == platform]
                serving = {
                    device: _able(policy, resolved, role, device, name, kinds)
                    for device in some
                    if _served(device, kinds)
                }
                if asked.value == ALLOW:
                    for device in serving:
                        if any(_in_vain(kind, scope, name) for kind, scope in serving[device]):
                            kept[device_name(device), name].append(role)
                elif serving and not any(serving.values()):
                    nowhere[platform, name].append(role)
                else:
                    for device in (device for device, able in serving.items() if not able):
                        partly[device_name(device), name].append(role)
    yield from _each("KND314", "platform", nowhere)
    yield from _each("KND326", "devices", partly)
    yield from _each("KND327", "devices", kept)
    for (name, _), stated in sorted(lines.items(), key=lambda line: str(line[0])):
        if not any(has_it for _, has_it in stated):
            yield from _each("KND328", "", {("", name): [role for role, _ in stated]})


def _each(code: str, where: str, found: Mapping[tuple[str, str], Sequence[Role]]) -> Iterator[Diagnostic]:
    for (place, name), reached in sorted(found.items()):
        args = {
            "function": name,
            "roles": ", ".join(sorted({role.id for role in reached})),
            **({where: place} if where else {}),
        }
        yield Diagnostic(code, "note", reached[0].functions[name].span, args)


def exists(name: str, device: DeviceClass) -> bool:
    """Whether such a device has the function at all."""
    if name == "private-space" and device.management in WITHOUT_PRIVATE_SIDE:
        return False
    return device.platform in FOUND_ON.get(name, (device.platform,))


def _served(device: DeviceClass, kinds: Iterable[Kind]) -> bool:
    """Whether anything is made for it; what is not, KND323 tells."""
    return any(kind.platform == device.platform and kind.serves(device) for kind in kinds)


def _able(
    policy: PolicySet, resolved: Resolved, role: Role, device: DeviceClass, name: str, kinds: Iterable[Kind]
) -> list[tuple[Kind, Scope]]:
    """The kinds that make something of the function on this class of device."""
    scope = Scope(policy, role, device.platform, (device,), resolved.decisions[role.id][device.platform])
    those = [
        kind
        for kind in kinds
        if kind.platform == device.platform and name in kind.functions and kind.serves(device)
    ]
    return [(kind, scope) for kind in those if kind.compile(scope)]


def _in_vain(kind: Kind, scope: Scope, name: str) -> bool:
    """Whether all that a block of this function alone decides has the same value now that it is allowed, by itself or for another function.
    What a device does not obey when it is blocked is not limited, and its kind says so."""
    blocked = {name: Located(BLOCK, scope.role.functions[name].span)}
    drafts = kind.compile(replace(scope, role=replace(scope.role, functions=blocked)))
    if any(found.args.get("function") == name for draft in drafts for found in draft.diagnostics):
        return False
    return any(_keeps(one, two, name) for one, two in zip(drafts, kind.compile(scope), strict=False))


def _keeps(blocked: Draft, allowed: Draft, name: str) -> bool:
    body, blame = unzip(dict(blocked.body))
    now = _leaves(unzip(dict(allowed.body))[0])
    decided = {
        pointer
        for pointer, causes in blame.items()
        if any(("function", name) in cause.args for cause in causes)
    }
    same = [now.get(pointer) == value for pointer, value in _leaves(body).items() if pointer in decided]
    return bool(same) and all(same)


NAMES = frozenset({"@odata.type", "settingDefinitionId", "children"})
"""Properties that say which setting it is, and not what it is set to."""


def _leaves(body: JSON) -> dict[str, JSON]:
    """What is set, by the pointer that its causes have. Every switch is written on every step, so each has a fixed place."""
    return {pointer: value for pointer, value in _walk(body, "") if pointer.rpartition("/")[2] not in NAMES}


def _walk(value: JSON, pointer: str) -> Iterator[tuple[str, JSON]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _walk(inner, child(pointer, key))
    elif isinstance(value, list) and value:
        for place, inner in enumerate(value):
            yield from _walk(inner, child(pointer, place))
    else:
        yield pointer, value
