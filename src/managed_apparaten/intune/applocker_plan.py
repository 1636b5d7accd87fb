"""Which AppLocker rules a role gets on its Windows devices, whether Windows enforces them, and what its step comes down to there.

The classes of device that one object reaches are watched or enforced together: several profiles with rules are merged on the device,
but a collection of rules has one mode. One class with `applocker: audit` has all of them watched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.compile.audience import split_up
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.intune.applocker import Mode
from managed_apparaten.policy.model import STEPS, DeviceClass, Located, Role, Step

Rules = Literal["none", "denied", "allowed"]
"""What the collections hold: nothing but an open base, deny rules over an open base, or a list of what is allowed with deny rules."""
BY_STEP: Mapping[Step, Rules] = {
    "advise": "none",
    "monitor": "none",
    "block": "denied",
    "remove": "denied",
    "allowlist": "allowed",
}
MODES: Mapping[str, Mode] = {"audit": "AuditOnly", "enforce": "Enabled"}
CODES: Mapping[Step, str] = {
    "monitor": "KND341",
    "block": "KND342",
    "remove": "KND343",
    "allowlist": "KND345",
}
"""What each step comes down to where its rules are enforced."""


@dataclass(frozen=True, slots=True)
class AppLockerPlan:
    """What the collections of a role hold and how Windows treats them."""

    rules: Rules
    mode: Mode
    unenforced: bool = False
    """Whether the step asks for an allowlist that nobody enforces yet."""

    @property
    def stops(self) -> bool:
        """Whether anything is stopped."""
        return self.rules != "none" and self.mode == "Enabled"


ENFORCED = AppLockerPlan("allowed", "Enabled")
"""An allowlist that somebody enforces."""


def asked(devices: Iterable[DeviceClass]) -> Located[Literal["audit", "enforce"]] | None:
    """The line that says whether the rules are watched or enforced."""
    found = [device.applocker for device in devices if device.applocker]
    return next((one for one in found if one.value == "audit"), found[0] if found else None)


def planned(rules: Rules, chosen: Located[Literal["audit", "enforce"]] | None) -> AppLockerPlan:
    """What becomes of the rules of a step.

    Watching and stopping are of a whole collection. So where an allowlist is not enforced, the deny rules are, alone; and on a step that
    stops nothing, `applocker: audit` has Windows write down what an allowlist would stop.
    """
    if rules == "allowed" and (chosen is None or chosen.value == "audit"):
        return AppLockerPlan("denied", "Enabled", unenforced=True)
    if rules == "none" and chosen and chosen.value == "audit":
        return AppLockerPlan("allowed", "AuditOnly")
    return AppLockerPlan(rules, MODES[chosen.value] if chosen and rules != "none" else "Enabled")


def objects(role: Role) -> Iterator[tuple[Sequence[DeviceClass], Step, AppLockerPlan]]:
    """The classes that share an object, their highest step, and the plan."""
    served = [
        device for device in role.devices if device.platform == "windows" and device.ownership == "corporate"
    ]
    for audience in split_up(role, served):
        step = max((role.step_on(device).value for device in audience.devices), key=STEPS.index)
        yield audience.devices, step, planned(BY_STEP[step], asked(audience.devices))


def denies(role: Role) -> bool:
    """Whether what the role blocks is stopped somewhere."""
    return any(plan.stops for _, _, plan in objects(role))


def limited(roles: Sequence[Role]) -> Iterator[Diagnostic]:
    """What a step comes down to, once for all roles. Rules that are only watched come down to nothing, which the effects tell."""
    found: dict[str, list[tuple[Role, DeviceClass]]] = defaultdict(list)
    for role in roles:
        for devices, step, plan in objects(role):
            if code := _code(step, plan):
                found[code].append((role, devices[0]))
    for code, reached in sorted(found.items()):
        names = ", ".join(sorted({role.id for role, _ in reached}))
        yield Diagnostic(code, "note", reached[0][1].span, {"platform": "windows", "roles": names})


def _code(step: Step, plan: AppLockerPlan) -> str | None:
    """An allowlist that is not enforced comes down to what step remove does."""
    if plan.mode == "AuditOnly":
        return None
    return CODES["remove"] if plan.unenforced else CODES.get(step)
