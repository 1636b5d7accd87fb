"""Approved apps that a list, or a block of another app, keeps out: errors, one for each role, app and platform, unless accepted."""

from collections.abc import Iterator, Mapping, Sequence

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.effects.accepted import Acceptances
from managed_apparaten.effects.effect import Effect, OnApp, OnDevice, Reason
from managed_apparaten.intune.app_lists import folded, known_by
from managed_apparaten.policy.model import App, Identifier, Platform

ON_A_LIST: Mapping[Reason, str] = {"no-identifier-there": "KND420", "not-listed": "KND422"}
"""Why a list keeps an approved app out."""
BY_PUBLISHER = "package-family-name"
"""What a list on Windows lets in only when it knows the publisher."""


def shut(effects: Sequence[OnDevice], accepted: Acceptances) -> Iterator[Diagnostic]:
    """All of them."""
    seen = set[tuple[str, str, Platform]]()
    for on in effects:
        denied = _identifiers(on)
        for found in on.approved:
            role = on.role.derived_from or on.role.id
            key = (role, found.app.id, on.device.platform)
            if (code := _code(on, found, denied)) and key not in seen and not accepted.covers(on, found):
                seen.add(key)
                yield _error(code, role, on, found, denied, accepted)


def is_shut(on: OnDevice, found: OnApp) -> bool:
    """Whether an approved app is kept out."""
    return _code(on, found, _identifiers(on) if found.kept_out else {}) is not None


def _code(on: OnDevice, found: OnApp, denied: Mapping[str, tuple[App, Identifier]]) -> str | None:
    """Nobody can say of a program without an identifier whether a list on Windows keeps it out, nor on a Mac of one without a team id."""
    if any(folded(identifier) in denied for identifier in found.kept_out):
        return "KND421"
    if on.step != "allowlist":
        return None
    if on.device.platform == "windows":
        return "KND346" if _unsigned(found) else None
    if found.effect is Effect.UNKNOWN and on.device.platform == "macos":
        return "KND442"
    return (
        ON_A_LIST.get(found.reason)
        if found.reason and found.effect in (Effect.STOPPED, Effect.UNKNOWN)
        else None
    )


def _unsigned(found: OnApp) -> list[Identifier]:
    return [identifier for identifier in found.kept_out if identifier.type == BY_PUBLISHER]


def _identifiers(on: OnDevice) -> dict[str, tuple[App, Identifier]]:
    """Those of forbidden apps that an object stops."""
    forbidden = [found.app for found in on.forbidden]
    return {
        folded(identifier): (app, identifier)
        for app in reversed(forbidden)
        for identifier in known_by(app, on.device.platform)
    }


def _error(
    code: str,
    role: str,
    on: OnDevice,
    found: OnApp,
    denied: Mapping[str, tuple[App, Identifier]],
    accepted: Acceptances,
) -> Diagnostic:
    args = {"app": found.app.name, "id": found.app.id, "role": role, "platform": on.device.platform}
    line = next((cause.span for cause in found.decision.causes if cause.span), on.role.enforcement.span)
    related = [Related(on.role.step_on(on.device).span, "label.allowlist-here")]
    if code == "KND421":
        mine = next(identifier for identifier in found.kept_out if folded(identifier) in denied)
        other, theirs = denied[folded(mine)]
        args |= {"identifier": mine.value, "other": other.name}
        related = [Related(theirs.span, "label.blocked-for-role")]
    elif code == "KND346":
        args["identifier"] = ", ".join(identifier.value for identifier in _unsigned(found))
        related.append(Related(_unsigned(found)[0].span, "label.this-identifier"))
    return Diagnostic(code, "error", line, args, related=(*related, *accepted.ended(on, found)))
