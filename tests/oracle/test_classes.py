"""Sixteen classes of device on five steps, with a tenant that holds every app that is assigned and one that holds none.

Written from documentation alone (`defaults.py`, `settings.py`, `reading/`). The role approves and blocks what the first role of the example
does, and asks for either of two versions of Apple's systems, whichever the device has. A step that cannot be on a class of device (a list
of allowed apps on somebody's own phone) is refused, and is not asked about.

On commit 0e92f1c this counted, in the order of `SORTS`: 4,570, 56, 195, 1,932, 0 and 1; decision 47 sets that beside the 9,142, 36, 174,
1,150, 0 and 1 that a simulator of somebody else counted.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product

import pytest
from tests.oracle import violations
from tests.oracle.classes import CLASSES, MINIMUMS, Class, minimum
from tests.oracle.compiled import Holding, Subject, directory, oracle
from tests.oracle.looseness import State
from tests.oracle.office import ON, ROOT
from tests.oracle.oracle import Oracle
from tests.oracle.question import Device
from tests.oracle.violations import LOOSENED, LOOSER, SORTS, Seen, Violation

from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.span import Span
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy.load import Loaded, load
from managed_apparaten.policy.model import (
    STEPS,
    Compliance,
    DeviceClass,
    GroupRef,
    Located,
    PolicySet,
    Role,
    Step,
)
from managed_apparaten.resolve.decide import Resolved, decide
from managed_apparaten.workflow.check import check

HOLDING: tuple[Holding, ...] = ("every app", "no app")
LIKE, GROUP = "college", "sg-matrix"
HERE = Span("roles/matrix.yaml", 1, 1)


@cache
def base() -> tuple[PolicySet, tuple[Diagnostic, ...]]:
    """The example, and what loading it says."""
    loaded = load(ROOT / "policies")
    assert loaded.policy is not None
    return loaded.policy, loaded.diagnostics


def role_with(kind: Class, step: Step, asked: str) -> Role:
    """The role with this class of device alone."""
    found = base()[0].roles[LIKE]
    oldest = {platform: Located(version, HERE) for platform, version in minimum((kind,), asked).items()}
    return replace(
        found,
        groups=(GroupRef(GROUP, None, HERE),),
        enforcement=Located(step, found.enforcement.span),
        devices=(_device(kind),),
        compliance=Compliance(os_minimum=oldest),
        functions={},
    )


def _device(kind: Class) -> DeviceClass:
    words = dict(part.split(": ") for part in kind.written.split(", "))
    applocker = words.get("applocker")
    return DeviceClass(
        platform=kind.platform,
        ownership="personal" if words["ownership"] == "personal" else "corporate",
        span=HERE,
        supervised=words.get("supervised") == "true",
        management=words.get("management"),  # type: ignore[arg-type]
        groups=(GroupRef(kind.group(LIKE), None, HERE),) if kind.by_device else (),
        applocker=Located(applocker, HERE) if applocker else None,  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Made:
    """One class on one step."""

    role: Role
    resolved: Resolved
    compiled: Compiled
    said: tuple[Diagnostic, ...]


@cache
def made(kind: Class, step: Step, asked: str = MINIMUMS[0]) -> Made:
    """Decide and compile."""
    policy, _ = base()
    role = role_with(kind, step, asked)
    only = replace(policy, roles={LIKE: role}, exceptions={})
    resolved = decide(only, ON)
    compiled = compile_policies(only, resolved, all_kinds())
    return Made(role, resolved, compiled, validated(only))


def validated(policy: PolicySet) -> tuple[Diagnostic, ...]:
    """What `validate` says of a policy that was loaded already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("managed_apparaten.workflow.check.load", lambda *_: Loaded(policy, base()[1], {}))
        return check(ROOT, ON).diagnostics


OWN = (
    Device("own-iphone", "ios", "unenrolled", "", None, (27, 0), personal=True),
    Device("own-enrolled-iphone", "ios", "unsupervised", "", "entra-own-iphone", (27, 0), personal=True),
    Device("own-android", "android", "unenrolled", "", None, (16,), personal=True),
    Device("own-work-profile", "android", "work-profile", "", "entra-own-android", (16,), personal=True),
)
"""What somebody of the role has of their own besides."""


def stands(
    kind: Class, step: Step, holding: Holding, asked: str = MINIMUMS[0]
) -> tuple[Oracle, Subject, list[Subject]]:
    """The tenant, somebody with a device of this class, and their own devices."""
    subject = kind.subject(LIKE, (GROUP,))
    person = subject.device.user
    own = [
        Subject(replace(device, user=person), (GROUP,))
        for device in OWN
        if person and device.platform == kind.platform
    ]
    found = made(kind, step, asked)
    people = directory((subject, *own))
    return (
        oracle(found.compiled.resources, people, tuple(base()[0].apps.values()), kind.platform, holding),
        subject,
        own,
    )


def steps(kind: Class) -> Sequence[Step]:
    return STEPS if kind.closable else STEPS[:-1]


def violated(kind: Class) -> Iterator[Violation]:
    """Everything that goes wrong on one class of device."""
    apps = tuple(base()[0].apps.values())
    for holding, asked in product(HOLDING, MINIMUMS if minimum((kind,), "") else MINIMUMS[:1]):
        before: State | None = None
        for step in steps(kind):
            found = made(kind, step, asked)
            tenant, subject, own = stands(kind, step, holding, asked)
            what = violations.decided(apps, found.resolved.decisions[LIKE][kind.platform], found.role)
            named = violations.named(found.said, kind.platform, LIKE)
            place = f"{kind.name} {step}, asks for {asked}, tenant with {holding}"
            objects = ", ".join(
                sorted(policy.id for policy in tenant.reaching(subject.device.user, subject.device))
            )
            now, default = (
                violations.now(tenant, what, kind, subject),
                violations.default(tenant, what, kind, subject),
            )
            assert not now.conflicts, now.conflicts
            yield from violations.looser(LOOSER, place, what, kind.platform, default, now, objects)
            if before is not None:
                yield from violations.looser(LOOSENED, place, what, kind.platform, before, now, objects)
            seen = Seen(place, what, kind, subject, tenant, named, now, default)
            yield from violations.shut_out(seen, step == "allowlist")
            yield from violations.let_in(seen, step == "allowlist")
            if step not in ("advise", "monitor"):
                yield from violations.not_stopped(seen)
            for other in [subject] if kind.personal else own:
                theirs = (
                    violations.now(tenant, what, kind, other),
                    violations.default(tenant, what, kind, other),
                )
                yield from violations.touched(place, *theirs, other)
            before = now


@cache
def all_of(kind: Class) -> tuple[Violation, ...]:
    return tuple(violated(kind))


def counted() -> Counter[str]:
    """Violations by sort, over all classes."""
    return Counter(violation.sort for kind in CLASSES for violation in all_of(kind))


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.name)
def test_no_violation_on_any_class_of_device(kind: Class, sort: str) -> None:
    found = [violation for violation in all_of(kind) if violation.sort == sort]
    assert not found, f"{len(found)}, for example {found[:3]}"


def test_the_classes_are_sixteen_and_each_reaches_its_device() -> None:
    assert len({kind.name for kind in CLASSES}) == 16
    for kind in CLASSES:
        tenant, subject, _ = stands(kind, "block", "every app")
        assert tenant.reaching(subject.device.user, subject.device) or kind.name == "windows-personal"
