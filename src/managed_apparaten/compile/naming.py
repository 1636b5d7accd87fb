"""What an object is called in the Intune portal, and the sentence that tells an administrator where it comes from."""

from collections.abc import Iterator

from managed_apparaten.compile.audience import PART_OF_DEVICES, Audience
from managed_apparaten.compile.desired import Desired
from managed_apparaten.compile.kind import Kind
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.messages import render
from managed_apparaten.policy.model import PLATFORM_NAMES, DeviceClass, Organisation, Role

LONGEST_NAME = 200
"""Characters. A limit of ours: Microsoft's metadata gives none, and the portal stops showing longer names."""


def display_name(organisation: Organisation, role: Role, kind: Kind, part: str) -> str:
    """`MA | College van B en W | iOS | Naleving`, with the part at the end when a role has several."""
    what = kind.title.in_language(organisation.language)
    title = role.title.in_language(organisation.language)
    words = [
        render("label.kind.devices", organisation.language) if word == PART_OF_DEVICES else word
        for word in part.split(".")
        if word
    ]
    where = [PLATFORM_NAMES[kind.platform]] if kind.platform else []
    return " | ".join((organisation.prefix, title, *where, f"{what} ({', '.join(words)})" if words else what))


def description(organisation: Organisation, role: Role, kind: Kind) -> str:
    """One sentence for whoever finds the object in the portal; the ownership marker follows it."""
    language = organisation.language
    args = {
        "what": kind.title.in_language(language),
        "role": role.title.in_language(language),
        "platform": PLATFORM_NAMES[kind.platform] if kind.platform else "",
    }
    return render("label.kind.description", language, args)


def too_long(desired: Desired, audience: Audience, kind: Kind) -> Iterator[Diagnostic]:
    """An error when the name does not fit."""
    name = desired.body[kind.name_property]
    if len(name) > LONGEST_NAME:
        args = {"name": name, "length": str(len(name)), "limit": str(LONGEST_NAME)}
        yield Diagnostic("KND307", "error", audience.role.span, args, address=str(desired.address))


def device_name(device: DeviceClass) -> str:
    """`ios, corporate, supervised`: a class of device in the words of the policy files."""
    return ", ".join(
        filter(
            None,
            (
                device.platform,
                device.ownership,
                "supervised" if device.supervised else "",
                device.management or "",
            ),
        )
    )
