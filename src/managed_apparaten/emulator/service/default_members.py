"""Keeps one member of a list the default of its type, and finds it for properties such as
`defaultIosEnrollmentProfile`.

A list has one default of each type: the enrolment profiles of a token one for each platform
(terraform-provider-microsoft365@7e46123, ios_ipados_device_enrollment_policy), the messages of a template one
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
    """Return the list of which a property such as `defaultIosEnrollmentProfile` shows the default; empty for
    another property.
    """
    declared = owner.navigation.get(nav)
    if declared is None or declared.collection or not nav.startswith(PREFIX):
        return ""
    for name, candidate in owner.navigation.items():
        if candidate.collection and metadata.is_a(declared.type, candidate.type):
            return name
    return ""


def find_default(metadata: Metadata, owner: Type, container: Mapping[str, JSON], nav: str) -> Child | None:
    """Return the member that a property such as `defaultIosEnrollmentProfile` leads to; None when there is
    none.

    `container` holds the contained objects of the owner, by navigation property.
    """
    type_name = owner.navigation[nav].type
    members: list[Child] = list(container.get(find_list_of_default(metadata, owner, nav)) or ())
    for member in members:
        if member.get(IS_DEFAULT) and metadata.is_a(_type_name(member, ""), type_name):
            return member
    return None


def with_one_default(call: Call, children: list[Child], declared: str, written_id: str) -> list[Child]:
    """Return the members with one default of each type: the one just written, if it is marked so, else the
    last one.

    `declared` is the declared type of the members.
    """
    if declared == PROFILE and not call.on("enrolment-profile-defaults"):
        return children
    default_ids: dict[str, JSON] = {}
    for child in children:
        type_name = _type_name(child, declared)
        is_written_default = type_name in default_ids and default_ids[type_name] == written_id
        if child.get(IS_DEFAULT) and not is_written_default:
            default_ids[type_name] = child.get("id")
    members: list[Child] = []
    for child in children:
        type_name = _type_name(child, declared)
        is_default = type_name in default_ids and default_ids[type_name] == child.get("id")
        members.append({**child, IS_DEFAULT: is_default} if IS_DEFAULT in child else child)
    return members


def describe_default(call: Call, children: list[Child], declared: str) -> Child:
    """Return the properties in which the owner shows its default member: for a message template, the locale
    of its message.
    """
    if declared != MESSAGE or not call.on("message-default-locale"):
        return {}
    for child in children:
        if child.get(IS_DEFAULT):
            return {"defaultLocale": child.get("locale")}
    return {}


def _type_name(child: Child, declared: str) -> str:
    """Return the type of a contained object: the one of its annotation, else the declared one."""
    return str(child.get("@odata.type", declared)).removeprefix("#microsoft.graph.")
