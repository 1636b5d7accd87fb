"""Compliance by a list of apps: a device with one of them is not compliant. iPhone, iPad and old Android only; it stops nothing."""

from __future__ import annotations

from ..intents import Intents
from ..question import NOTHING, Policy, Question, Says

TYPES = {
    "iosCompliancePolicy": ("ios", "bundle-id"),
    "androidCompliancePolicy": ("android-administrator", "package"),
}


def knows(policy: Policy) -> bool:
    """Whether it is of a type with such a list."""
    return policy.body["@odata.type"].rsplit(".", 1)[-1] in TYPES


def says(policy: Policy, asked: Question, _: Intents) -> Says:
    """A mark, never a no: whether a device that is not compliant may do anything is for conditional access."""
    platform, sort = TYPES[policy.body["@odata.type"].rsplit(".", 1)[-1]]
    if asked.device.platform != platform or asked.device.enrolment == "unenrolled" or asked.app.type != sort:
        return NOTHING
    listed = {item["appId"] for item in policy.body.get("restrictedApps") or ()}
    return Says(marks=frozenset({"non-compliant"})) if asked.app.value in listed else NOTHING
