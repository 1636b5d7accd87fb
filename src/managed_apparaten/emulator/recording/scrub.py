"""Exchanges without what must not leave a tenant: tokens, secrets, names of people, and the ids that point at them.

What is replaced gets a stand-in by order of appearance, the same one each time, so that a recording still hangs together.
Well-known ids stay. Which values are secret is told by `secret_values`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.service.intune.assignments import ALL_DEVICES, ALL_USERS, ZERO_GUID
from managed_apparaten.emulator.service.secret_values import is_secret, mask_value

SCRUBBED = "scrubbed"
GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}", re.ASCII)
MAIL = re.compile(r"[\w+%-][\w.+'%-]*@[\w-]+(?:\.[\w-]+)+")
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?", re.ASCII)
SIGNATURE = re.compile(r"(?<=[?&]sig=)[^&\s\"']+")
"""What opens a file of Azure storage for whoever has its address."""
PEOPLE = frozenset({
    "userPrincipalName", "mail", "mailNickname", "givenName", "surname", "userDisplayName", "userName", "emailAddress", "mobilePhone",
    "businessPhones", "phoneNumber", "faxNumber", "otherMails", "proxyAddresses", "imAddresses", "employeeId", "streetAddress",
    "onPremisesSamAccountName", "onPremisesDistinguishedName", "deviceName", "managedDeviceName", "serialNumber", "imei", "meid", "iccid",
    "udid", "wiFiMacAddress", "ethernetMacAddress", "ipAddress", "enrolledByUserPrincipalName", "lastLoggedOnUserPrincipalName",
})  # fmt: skip
"""Properties whose text names somebody, or somebody's device."""
KEPT = frozenset({ZERO_GUID, ALL_USERS, ALL_DEVICES})


@dataclass(slots=True)
class Scrubber:
    """One recording's stand-ins."""

    _ids: dict[str, str] = field(default_factory=dict)
    _people: dict[str, str] = field(default_factory=dict)

    def text(self, value: str) -> str:
        """Any text: ids, mail addresses, tokens and signatures replaced, and names of people that were seen."""
        value = SIGNATURE.sub(SCRUBBED, TOKEN.sub(SCRUBBED, value))
        value = MAIL.sub(lambda found: self._mail(found[0]), value)
        for name in sorted(
            (name for name in self._people if " " in name and name in value), key=len, reverse=True
        ):
            value = value.replace(name, self._people[name])
        return GUID.sub(lambda found: self._id(found[0]), value)

    def body(self, value: JSON, *, person: bool = False) -> JSON:
        """A JSON value; `person`: it is somebody's entry in the directory."""
        self._learn(value, person)
        return self._replaced(value, person)

    def _learn(self, value: JSON, person: bool) -> None:
        for name in _names(value, person):
            self._person(name)

    def _replaced(self, value: JSON, person: bool) -> JSON:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._replaced(item, person) for item in value]
        if not isinstance(value, dict):
            return value
        own = _is_person(value, person)
        return {key: self._member(key, inner, value, own, person) for key, inner in value.items()}

    def _member(self, key: str, value: JSON, owner: dict[str, JSON], own: bool, person: bool) -> JSON:
        if is_secret(owner, key):
            return mask_value(value, SCRUBBED)
        if key in PEOPLE or (own and key == "displayName"):
            return [self._name(item) for item in value] if isinstance(value, list) else self._name(value)
        return self._replaced(value, person and key == "value")

    def _name(self, value: JSON) -> JSON:
        if not isinstance(value, str) or not value:
            return value
        return self._mail(value) if MAIL.fullmatch(value) else self._person(value)

    def _person(self, name: str) -> str:
        return self._people.setdefault(name, f"Person {len(self._people) + 1}")

    def _mail(self, address: str) -> str:
        if address.endswith("@person.example"):
            return address
        return self._people.setdefault(address.lower(), f"person{len(self._people) + 1}@person.example")

    def _id(self, guid: str) -> str:
        key = guid.lower()
        if key in KEPT or key in self._ids.values():
            return guid
        return self._ids.setdefault(key, f"00000000-0000-4000-8000-{len(self._ids) + 1:012x}")


def _is_person(value: dict[str, JSON], person: bool) -> bool:
    return person or "userPrincipalName" in value or str(value.get("@odata.type", "")).endswith(".user")


def _names(value: JSON, person: bool) -> Iterator[str]:
    """Names of people anywhere in a value, so that they are also found in running text."""
    if isinstance(value, list):
        for item in value:
            yield from _names(item, person)
    elif isinstance(value, dict):
        own = _is_person(value, person)
        for key, inner in value.items():
            if (
                isinstance(inner, str)
                and inner
                and (key == "userDisplayName" or (own and key == "displayName"))
            ):
                yield inner
            else:
                yield from _names(inner, person and key == "value")
