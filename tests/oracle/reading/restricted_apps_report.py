"""The report of restricted apps, Apple only: says which devices have an app, and stops nothing. Assigned to people, never to devices."""

from __future__ import annotations

from ..intents import Intents
from ..question import NOTHING, Policy, Question, Says

TYPES = {"iosGeneralDeviceConfiguration": "ios", "macOSGeneralDeviceConfiguration": "macos"}
PROHIBITED, APPROVED = "appsNotInListCompliant", "appsInListCompliant"


def knows(policy: Policy) -> bool:
    """Whether it is of a type with such a report."""
    return policy.body["@odata.type"].rsplit(".", 1)[-1] in TYPES


def says(policy: Policy, asked: Question, intents: Intents) -> Says:
    """A mark when the list prohibits the app, or approves others only."""
    platform = TYPES[policy.body["@odata.type"].rsplit(".", 1)[-1]]
    if asked.device.platform != platform or asked.app.type != "bundle-id":
        return NOTHING
    if "people" not in intents.directory.ways(policy.body["assignments"], asked.person, asked.device):
        return NOTHING
    listed = asked.app.value in {item["appId"] for item in policy.body.get("compliantAppsList") or ()}
    sort = policy.body.get("compliantAppListType")
    prohibited = (sort == PROHIBITED and listed) or (sort == APPROVED and not listed)
    return Says(marks=frozenset({"reported"})) if prohibited else NOTHING
