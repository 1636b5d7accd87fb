"""Members of a list that are its default, and the properties that lead to them, such as `defaultIosEnrollmentProfile`.

A list has one default of each type: of the profiles of a token one for each platform (terraform-provider-microsoft365@7e46123,
ios_ipados_device_enrollment_policy), of the messages of a template one
(learn.microsoft.com/graph/api/resources/intune-notification-localizednotificationmessage).
"""

from __future__ import annotations

from collections.abc import Mapping

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import Metadata, Type
from managed_apparaten.emulator.service.call import Call

PREFIX, IS_DEFAULT = "default", "isDefault"
PROFILE, MESSAGE = "enrollmentProfile", "localizedNotificationMessage"
Child = dict[str, JSON]


def find_list_of_default(metadata: Metadata, owner: Type, nav: str) -> str:
    """The list that holds what a property such as `defaultIosEnrollmentProfile` leads to; empty for another property."""
    declared = owner.navigation.get(nav)
    if declared is None or declared.collection or not nav.startswith(PREFIX):
        return ""
    lists = (
        name
        for name, one in owner.navigation.items()
        if one.collection and metadata.is_a(declared.type, one.type)
    )
    return next(lists, "")


def find_default(metadata: Metadata, owner: Type, held: Mapping[str, JSON], nav: str) -> Child | None:
    """The member that such a property leads to; `held`: what the navigation properties of the owner hold."""
    kind = owner.navigation[nav].type
    members: list[Child] = list(held.get(find_list_of_default(metadata, owner, nav)) or ())
    return next((one for one in members if one.get(IS_DEFAULT) and metadata.is_a(_kind(one, ""), kind)), None)


def with_one_default(call: Call, children: list[Child], declared: str, written: str) -> list[Child]:
    """The members with one default of each type: the one just written, if it says so, else the last."""
    if declared == PROFILE and not call.on("enrolment-profile-defaults"):
        return children
    defaults: dict[str, JSON] = {}
    for child in children:
        kind = _kind(child, declared)
        if child.get(IS_DEFAULT) and not (kind in defaults and defaults[kind] == written):
            defaults[kind] = child.get("id")
    chosen = set(defaults.items())
    return [
        {**one, IS_DEFAULT: (_kind(one, declared), one.get("id")) in chosen} if IS_DEFAULT in one else one
        for one in children
    ]


def describe_default(call: Call, children: list[Child], declared: str) -> Child:
    """What the owner shows of the member that is the default: a template of messages the locale of its message."""
    if declared != MESSAGE or not call.on("message-default-locale"):
        return {}
    return next(({"defaultLocale": one.get("locale")} for one in children if one.get(IS_DEFAULT)), {})


def _kind(child: Child, declared: str) -> str:
    return str(child.get("@odata.type", declared)).removeprefix("#microsoft.graph.")
