"""Every role, class of device and step of the ladder: an object that does the step, or a sentence that says what it is instead."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from tests.oracle.alone import Alone, alone
from tests.oracle.office import ON, closable, example, stepped

from managed_apparaten.compile.naming import device_name
from managed_apparaten.core.digest import JSON
from managed_apparaten.messages import render
from managed_apparaten.policy.model import PLATFORMS, STEPS, DeviceClass, Step
from managed_apparaten.resolve.decide import Resolved, decide


def classes() -> Iterator[tuple[str, DeviceClass]]:
    for role in example().roles.values():
        yield from ((role.id, device) for device in role.devices)


@cache
def decided(role_id: str, step: Step) -> Resolved:
    return decide(
        stepped(
            replace(example(), roles={role_id: example().roles[role_id]}, exceptions={}), {role_id: step}
        ),
        ON,
    )


@cache
def made(role_id: str, place: int, step: Step) -> Alone:
    policy = example()
    role = policy.roles[role_id]
    return alone(policy, decided(role_id, step), role, role.devices[place], step)


CASES = [
    pytest.param(
        role_id,
        example().roles[role_id].devices.index(device),
        step,
        id=f"{role_id}-{device_name(device)}-{step}",
    )
    for role_id, device in classes()
    for step in STEPS
]


def about(found: Alone, role_id: str, place: int) -> list[str]:
    """Codes about what a step is on this device; not those about single apps or functions."""
    device = example().roles[role_id].devices[place]
    return [
        d.code
        for d in found.diagnostics
        if d.args.get("platform") == device.platform and not {"app", "apps", "function"} & set(d.args)
    ]


def shape(found: Alone) -> JSON:
    """What reaches devices: the bodies without what tells whose they are."""
    names = ("description", "displayName", "name")
    return sorted(
        (
            d.address.kind,
            repr({key: value for key, value in d.body.items() if key not in names}),
            repr(d.apps),
        )
        for d in found.resources
    )


@pytest.mark.parametrize(("role_id", "place", "step"), CASES)
def test_no_step_is_silently_empty(role_id: str, place: int, step: Step) -> None:
    found = made(role_id, place, step)
    assert found.resources or about(found, role_id, place)


@pytest.mark.parametrize(("role_id", "place", "step"), CASES)
def test_from_block_on_a_step_does_more_than_advising_or_says_that_it_does_not(
    role_id: str, place: int, step: Step
) -> None:
    if step in ("block", "remove", "allowlist"):
        found = made(role_id, place, step)
        more = shape(found) != shape(made(role_id, place, "advise"))
        assert more or about(found, role_id, place)


@pytest.mark.parametrize(("role_id", "place", "step"), CASES)
def test_what_a_step_is_told_in_both_languages(role_id: str, place: int, step: Step) -> None:
    for diagnostic in made(role_id, place, step).diagnostics:
        assert render(diagnostic.code, "en", diagnostic.args) != render(
            diagnostic.code, "nl", diagnostic.args
        )


@pytest.mark.parametrize("role_id", sorted(example().roles))
def test_an_allowlist_that_cannot_exist_is_an_error(role_id: str) -> None:
    for place, device in enumerate(example().roles[role_id].devices):
        found = made(role_id, place, "allowlist").diagnostics
        errors = [d.code for d in found if d.severity == "error" and "app" not in d.args]
        assert bool(errors) == (not closable(device)), device_name(device)


def test_the_cases_are_every_role_on_every_platform_that_it_has() -> None:
    assert {role for role, _ in classes()} == set(example().roles)
    assert len(example().roles) == 15
    assert {device.platform for _, device in classes()} <= set(PLATFORMS)
    assert len(CASES) == sum(len(role.devices) for role in example().roles.values()) * len(STEPS)
