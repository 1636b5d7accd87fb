"""Gaps that a role accepts by name (`accepted-gaps`): approved apps that would not open. What ended or is not needed is said."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.effects.effect import Effect, OnApp, OnDevice
from managed_apparaten.intune.app_lists import known_by
from managed_apparaten.policy.model import AcceptedGap, Platform, PolicySet, Role


class Acceptances:
    """What the roles accept, and what of it is used."""

    def __init__(self, effects: Sequence[OnDevice], day: date) -> None:
        self._day = day
        self._effects = effects
        self._used = set[tuple[AcceptedGap, str, Platform]]()

    def covers(self, on: OnDevice, found: OnApp) -> bool:
        """Whether the role accepts that this app does not open there, today; noted as used."""
        here = [gap for gap in _about(on, found) if not self._is_over(gap)]
        self._used.update((gap, found.app.id, on.device.platform) for gap in here)
        return bool(here)

    def ended(self, on: OnDevice, found: OnApp) -> Iterator[Related]:
        """Acceptances that no longer hold, to show beside the error."""
        for gap in _about(on, found):
            if self._is_over(gap) and gap.until:
                yield Related(gap.until.span, "label.accepted-until", {"until": gap.until.value.isoformat()})

    def _is_over(self, gap: AcceptedGap) -> bool:
        return gap.until is not None and gap.until.value < self._day

    def problems(self, policy: PolicySet) -> Iterator[Diagnostic]:
        """KND437: accepted, and not needed. KND438: ended. KND440 and KND441: what is accepted, with a last day and without."""
        for role in policy.roles.values():
            for gap in role.accepted_gaps:
                if self._is_over(gap) and gap.until:
                    yield Diagnostic(
                        "KND438",
                        "warning",
                        gap.until.span,
                        {"role": role.id, "until": gap.until.value.isoformat()},
                    )
                else:
                    yield from self._unneeded(policy, role, gap)

            yield from self._in_force(policy, role)

    def _in_force(self, policy: PolicySet, role: Role) -> Iterator[Diagnostic]:
        """What does not open and is accepted, by name: once for a platform and a last day."""
        found: dict[tuple[Platform, str], list[tuple[AcceptedGap, str]]] = defaultdict(list)
        for gap, app, platform in sorted(self._used, key=lambda used: used[1]):
            if gap in role.accepted_gaps:
                found[platform, gap.until.value.isoformat() if gap.until else ""].append(
                    (gap, policy.apps[app].name)
                )
        for (platform, until), some in sorted(found.items()):
            names = sorted({name for _, name in some}, key=str.casefold)
            args = {"role": role.id, "platform": platform, "count": str(len(names)), "apps": ", ".join(names)}
            span = min((gap.span for gap, _ in some), key=lambda span: (span.file, span.line, span.col))
            yield (
                Diagnostic("KND440", "note", span, {**args, "until": until})
                if until
                else Diagnostic("KND441", "note", span, args)
            )

    def _unneeded(self, policy: PolicySet, role: Role, gap: AcceptedGap) -> Iterator[Diagnostic]:
        for platform in gap.platforms:
            for app in gap.apps:
                if (gap, app.value, platform) not in self._used and not self._fair(role, app.value, platform):
                    args = {"app": policy.apps[app.value].name, "role": role.id, "platform": platform}
                    yield Diagnostic("KND437", "warning", app.span, args)

    def _fair(self, role: Role, app: str, platform: Platform) -> bool:
        """Whether it would be needed with an allowlist, or nobody can say if the app opens. Before an allowlist that is no mistake."""
        mine = [
            on
            for on in self._effects
            if on.role.id == role.id and on.device.platform == platform and on.apps[app].decision.approved
        ]
        unnamed = (
            mine
            and not known_by(mine[0].apps[app].app, platform)
            and all(on.step != "allowlist" for on in mine)
        )
        return bool(unnamed) or any(on.apps[app].effect is Effect.UNKNOWN for on in mine)


def _about(on: OnDevice, found: OnApp) -> list[AcceptedGap]:
    platform = on.device.platform
    return [
        g
        for g in on.role.accepted_gaps
        if platform in g.platforms and any(app.value == found.app.id for app in g.apps)
    ]
