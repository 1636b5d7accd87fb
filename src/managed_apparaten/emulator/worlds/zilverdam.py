"""Gemeente Zilverdam, a fictitious municipality: its people, groups and devices. All names and figures are invented.

Ids follow from names (`group_id`, `user_id`), so that policy files can name them. Numbers of people and devices per role
are in ROLES; the rest follows.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Stored
from managed_apparaten.emulator.worlds import (
    zilverdam_access,
    zilverdam_apps,
    zilverdam_foreign,
    zilverdam_services,
    zilverdam_states,
)

DOMAIN = "zilverdam.onmicrosoft.example"
CREATED = "2026-01-05T08:00:00.0000000Z"
INTUNE = "c1ec4a95-1f05-45b3-a911-aa3fa01094f5"
"""INTUNE_A in https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference."""
E3 = ("05e9a617-0261-4cee-bb44-138d3ef5d965", "SPE_E3")
"""Microsoft 365 E3, which holds INTUNE_A: the same page."""
SEEDED = datetime(2026, 11, 21, 9, tzinfo=UTC)
"""The moment that a world is of when nobody says another."""
Edge = tuple[str, str, str]
FIRST = (
    "Anna", "Bram", "Carlijn", "Daan", "Esra", "Femke", "Gijs", "Hanna", "Ilse", "Jasper", "Kim", "Lotte", "Mees", "Noor", "Olaf",
    "Puck", "Quinten", "Roos", "Sanne", "Tijn", "Uma", "Vera", "Wout", "Xandra", "Youssef", "Zoë",
)  # fmt: skip
LAST = (
    "Achterberg", "Bakhuis", "Cornelisse", "Duinker", "Eikelboom", "Fokkema", "Groenewold", "Haverkamp", "IJsselstein", "Jongbloed",
    "Kooistra", "Lindeboom", "Meerveld", "Nijland", "Oosterhof", "Polderman", "Quaedvlieg", "Rietveen", "Schaapveld", "Terpstra",
    "Uilenberg", "Veenhof", "Waterman", "Zandstra",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeededRole:
    """A role: its people and the devices with a primary user in it; all are the municipality's but those with a work profile."""

    id: str
    title: str
    people: int
    iphone: int = 0
    ipad: int = 0
    cope: int = 0
    windows: int = 0
    mac: int = 0
    workprofile: int = 0


ROLES = (
    SeededRole("college", "College van B en W", 6, iphone=6, ipad=6, windows=6),
    SeededRole("ambtelijke-top", "Ambtelijke top", 14, iphone=14, ipad=6, windows=14),
    SeededRole("veiligheid", "Veiligheid", 12, iphone=8, cope=4, windows=12),
    SeededRole(
        "bestuursadvies-comm", "Bestuursadvies en communicatie", 22, iphone=22, ipad=4, windows=22, mac=6
    ),
    SeededRole("griffie", "Griffie", 5, iphone=5, ipad=4, windows=5),
    SeededRole("raadsleden", "Raadsleden", 33, ipad=20),
    SeededRole("ict-beheer", "ICT-beheer", 18, iphone=18, windows=18),
    SeededRole("sociaal-domein", "Sociaal domein", 140, iphone=140, windows=140),
    SeededRole("kcc", "Klantcontactcentrum", 62, iphone=30, windows=62),
    SeededRole("toezicht-boa", "Toezicht en handhaving", 34, ipad=10, cope=24),
    SeededRole(
        "fysiek-belast", "Fysiek domein en belastingen", 180, iphone=160, ipad=20, cope=60, windows=148
    ),
    SeededRole("buitendienst", "Buitendienst", 78),
    SeededRole("bedrijfsvoering", "Bedrijfsvoering", 93, iphone=88, windows=93),
    SeededRole("extern-inhuur", "Extern en inhuur", 90, iphone=29, cope=22, windows=40, workprofile=15),
)
BYOD = (
    ("kcc", 30),
    ("sociaal-domein", 40),
    ("bedrijfsvoering", 30),
    ("fysiek-belast", 30),
    ("buitendienst", 20),
)
"""How many people of each role also use a private phone; these phones are not enrolled."""
DEDICATED = (("dg-android-buitendienst", 40), ("dg-android-toezicht-boa", 10))
NESTED = (("sg-afd-belastingen", 100, 140), ("sg-afd-vastgoed", 140, 180))
"""Departments in sg-rol-fysiek-belast: people by their place in the role; the first hundred are direct members."""
HOSTILE = {7: "'s-Hertogenbosch", 11: "<b>laptop</b>", 13: "tablet | raadzaal", 17: 'ZLV "reserve" & co'}
"""Device names that break careless escaping, by serial number."""


def group_id(name: str) -> str:
    """Id of a group in this world."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:zilverdam:group:" + name))


def user_id(principal_name: str) -> str:
    """Id of a person in this world."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:zilverdam:user:" + principal_name))


def tenant_id() -> str:
    """Id of the tenant."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:zilverdam:tenant"))


@dataclass(frozen=True, slots=True)
class Person:
    """One account."""

    id: str
    principal_name: str
    name: str
    role: SeededRole


@dataclass(frozen=True, slots=True)
class Model:
    """What sets a kind of device apart."""

    key: str
    system: str
    version: str
    model: str
    maker: str
    type: str
    enrolment: str
    agent: str
    trust: str
    supervised: bool = False
    personal: bool = False


MODELS = (
    Model("iphone", "iOS", "26.4", "iPhone 16", "Apple", "iPhone", "appleBulkWithUser", "mdm", "Workplace", supervised=True),
    Model("ipad", "iOS", "26.4", "iPad (A16)", "Apple", "iPad", "appleBulkWithUser", "mdm", "Workplace", supervised=True),
    Model("cope", "Android", "16", "Galaxy XCover7", "Samsung", "androidEnterprise", "androidEnterpriseCorporateWorkProfile",
          "googleCloudDevicePolicyController", "Workplace"),
    Model("windows", "Windows", "10.0.26200.1", "Latitude 5450", "Dell", "windowsRT", "windowsAzureADJoin", "mdm", "AzureAd"),
)  # fmt: skip
LATER = (
    Model("mac", "macOS", "26.4", "MacBook Air (M4)", "Apple", "macMDM", "appleBulkWithUser", "mdm", "Workplace", supervised=True),
    Model("workprofile", "Android", "16", "Pixel 9a", "Google", "androidForWork", "userEnrollment",
          "googleCloudDevicePolicyController", "Workplace", personal=True),
)  # fmt: skip
"""Came on top of the 1,310 devices of the rest, and after them, so that nothing else got another serial number."""
SHARED = Model("dedicated", "Android", "15", "TC58", "Zebra", "androidEnterprise", "androidEnterpriseDedicatedDevice",
               "googleCloudDevicePolicyController", "Workplace")  # fmt: skip


def world(now: datetime = SEEDED) -> tuple[list[Stored], list[Edge]]:
    """Everything as of a moment: objects and membership edges."""
    people = {role.id: _people(role) for role in ROLES}
    plain = list(_devices(people))
    devices = zilverdam_states.settled(plain, now)
    objects = [_organisation(), *_accounts(people), *_groups()]
    for pair in devices:
        objects += pair
    edges = [*_memberships(people), *_device_memberships(plain)]
    managed = [found for _, found in devices]
    objects += [*zilverdam_apps.apps(), zilverdam_apps.play(now), zilverdam_apps.volume_purchase(now)]
    objects += zilverdam_apps.registrations([person.id for person in _byod(people)], now)
    objects += zilverdam_services.objects(now, group_id)
    objects += zilverdam_access.objects(group_id)
    detected, seen = zilverdam_apps.detected(managed)
    return [*objects, *detected, *zilverdam_foreign.objects(group_id)], [*edges, *seen]


def _people(role: SeededRole) -> list[Person]:
    found = []
    for index in range(role.people):
        mark = ROLES.index(role) * 7 + index
        first, last = FIRST[mark % len(FIRST)], LAST[(mark * 5 + index // len(FIRST)) % len(LAST)]
        principal = f"{role.id}.{index + 1:03d}@{DOMAIN}"
        found.append(Person(user_id(principal), principal, f"{first} {last}", role))
    return found


def _accounts(people: dict[str, list[Person]]) -> Iterator[Stored]:
    for person in (person for found in people.values() for person in found):
        yield _account(person.id, person.principal_name, person.name, person.role.title)
    for index in (1, 2):
        principal = f"break-glass-{index}@{DOMAIN}"
        yield _account(user_id(principal), principal, f"Noodaccount {index}", "ICT-beheer", licensed=False)
    yield _subscription(sum(len(found) for found in people.values()))


def _account(object_id: str, principal: str, name: str, department: str, *, licensed: bool = True) -> Stored:
    first, _, last = name.partition(" ")
    body: dict[str, JSON] = {
        "accountEnabled": True, "createdDateTime": CREATED, "department": department, "displayName": name, "givenName": first,
        "surname": last, "mail": principal, "mailNickname": principal.split("@")[0], "userPrincipalName": principal, "userType": "Member",
        "usageLocation": "NL", "preferredLanguage": "nl-NL",
        "assignedLicenses": [{"disabledPlans": [], "skuId": E3[0]}] if licensed else [],
    }  # fmt: skip
    return Stored("users", object_id, "user", body, {})


def _subscription(used: int) -> Stored:
    """What the accounts are licensed with."""
    plan = {
        "servicePlanId": INTUNE,
        "servicePlanName": "INTUNE_A",
        "provisioningStatus": "Success",
        "appliesTo": "User",
    }
    body: dict[str, JSON] = {
        "accountId": tenant_id(), "accountName": "Gemeente Zilverdam", "appliesTo": "User", "capabilityStatus": "Enabled",
        "consumedUnits": used, "prepaidUnits": {"enabled": 900, "lockedOut": 0, "suspended": 0, "warning": 0}, "servicePlans": [plan],
        "skuId": E3[0], "skuPartNumber": E3[1], "subscriptionIds": [],
    }  # fmt: skip
    return Stored("subscribedSkus", f"{tenant_id()}_{E3[0]}", "subscribedSku", body, {})


def _groups() -> Iterator[Stored]:
    for role in ROLES:
        yield _group(f"sg-rol-{role.id}", f"Rol: {role.title}")
    yield _group("sg-rol-byod", "Rol: medewerkers met een privételefoon")
    yield _group("sg-break-glass", "Noodaccounts; nooit beleid toewijzen")
    yield _group("sg-iso-jongerencampagne", "Geïsoleerd apparaat voor de jongerencampagne")
    yield _group("sg-iso-onderzoek", "Geïsoleerde toestellen voor onderzoek in open bronnen")
    for name, _, _ in NESTED:
        yield _group(name, "Afdeling")
    yield _group("sg-projecten", "Projectleiders fysiek domein")
    yield _group("sg-projecten", "Projectleiders ICT", key="sg-projecten:2")
    for name, _ in DEDICATED:
        yield _group(name, "Gedeelde Android-toestellen")
    for role in ROLES:
        if role.windows:
            yield _group(f"dg-windows-{role.id}", f"Windows-apparaten: {role.title}")
    yield _group("dg-windows-alle", "Alle Windows-apparaten", rule='(device.deviceOSType -eq "Windows")')


def _group(name: str, description: str, *, key: str = "", rule: str | None = None) -> Stored:
    body: dict[str, JSON] = {
        "createdDateTime": CREATED, "description": description, "displayName": name, "mailEnabled": False, "mailNickname": name,
        "securityEnabled": True, "groupTypes": ["DynamicMembership"] if rule else [], "membershipRule": rule,
        "membershipRuleProcessingState": "On" if rule else None, "visibility": "Private",
    }  # fmt: skip
    return Stored("groups", group_id(key or name), "group", body, {})


def _byod(people: dict[str, list[Person]]) -> list[Person]:
    return [person for role, number in BYOD for person in people[role][:number]]


def _memberships(people: dict[str, list[Person]]) -> Iterator[Edge]:
    for role, found in people.items():
        direct = found[: NESTED[0][1]] if role == "fysiek-belast" else found
        for person in direct:
            yield group_id(f"sg-rol-{role}"), person.id, "users"
    for name, start, end in NESTED:
        yield group_id("sg-rol-fysiek-belast"), group_id(name), "groups"
        for person in people["fysiek-belast"][start:end]:
            yield group_id(name), person.id, "users"
    for person in _byod(people):
        yield group_id("sg-rol-byod"), person.id, "users"
    for index in (1, 2):
        yield group_id("sg-break-glass"), user_id(f"break-glass-{index}@{DOMAIN}"), "users"
    yield group_id("sg-iso-jongerencampagne"), people["bestuursadvies-comm"][4].id, "users"
    for person in people["veiligheid"][:4]:
        yield group_id("sg-iso-onderzoek"), person.id, "users"
    for key, role in (("sg-projecten", "fysiek-belast"), ("sg-projecten:2", "ict-beheer")):
        for person in people[role][:5]:
            yield group_id(key), person.id, "users"


def _devices(people: dict[str, list[Person]]) -> Iterator[tuple[Stored, Stored]]:
    serial = 0
    for role in ROLES:
        for model in MODELS:
            for index in range(getattr(role, model.key)):
                serial += 1
                yield _device(model, serial, people[role.id][index % role.people], "")
    for name, number in DEDICATED:
        for _ in range(number):
            serial += 1
            yield _device(SHARED, serial, None, name)
    for role in ROLES:
        for model in LATER:
            for index in range(getattr(role, model.key)):
                serial += 1
                yield _device(model, serial, people[role.id][-1 - index], "")


def _device(model: Model, serial: int, user: Person | None, group: str) -> tuple[Stored, Stored]:
    """The Entra device and the Intune device of one apparatus."""
    name = HOSTILE.get(serial, f"ZLV-{model.key.upper()}-{serial:04d}")
    kinds = ("device", "join", "managed")
    entra, joined, managed = (
        str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:{kind}:{serial}")) for kind in kinds
    )
    owner = "personal" if model.personal else "company"
    device: dict[str, JSON] = {
        "accountEnabled": True, "deviceId": joined, "deviceOwnership": owner.capitalize(), "displayName": name, "isCompliant": True,
        "isManaged": True, "manufacturer": model.maker, "model": model.model, "operatingSystem": model.system,
        "operatingSystemVersion": model.version, "registrationDateTime": CREATED, "trustType": model.trust,
        "enrollmentProfileName": group or None,
    }  # fmt: skip
    body: dict[str, JSON] = {
        "azureADDeviceId": joined, "azureActiveDirectoryDeviceId": joined, "azureADRegistered": True, "complianceState": "compliant",
        "deviceEnrollmentType": model.enrolment, "deviceName": name, "deviceType": model.type, "enrolledDateTime": CREATED,
        "isEncrypted": True, "isSupervised": model.supervised, "jailBroken": "Unknown",
        "managedDeviceOwnerType": owner, "ownerType": owner, "managementAgent": model.agent, "manufacturer": model.maker,
        "model": model.model, "operatingSystem": model.system, "osVersion": model.version, "serialNumber": f"ZLV{serial:07d}",
        "deviceRegistrationState": "registered", "managementState": "managed",
        "userId": user.id if user else "", "userPrincipalName": user.principal_name if user else "",
        "userDisplayName": user.name if user else "", "emailAddress": user.principal_name if user else "",
    }  # fmt: skip
    return Stored("devices", entra, "device", device, {}), Stored(
        "deviceManagement/managedDevices", managed, "managedDevice", body, {}
    )


def _device_memberships(devices: list[tuple[Stored, Stored]]) -> Iterator[Edge]:
    for device, managed in devices:
        if device.body["operatingSystem"] == "Windows":
            role = managed.body["userPrincipalName"].partition(".")[0]
            yield group_id("dg-windows-alle"), device.id, "devices"
            yield group_id(f"dg-windows-{role}"), device.id, "devices"
        elif device.body["enrollmentProfileName"]:
            yield group_id(device.body["enrollmentProfileName"]), device.id, "devices"


def _organisation() -> Stored:
    body: dict[str, JSON] = {
        "displayName": "Gemeente Zilverdam", "countryLetterCode": "NL", "city": "Zilverdam", "createdDateTime": CREATED,
        "preferredLanguage": "nl", "tenantType": "AAD", "mobileDeviceManagementAuthority": "intune", "assignedPlans": [
            {"assignedDateTime": CREATED, "capabilityStatus": "Enabled", "service": "SCO", "servicePlanId": INTUNE},
        ],
        "verifiedDomains": [{"capabilities": "Email", "isDefault": True, "isInitial": True, "name": DOMAIN, "type": "Managed"}],
    }  # fmt: skip
    return Stored("organization", tenant_id(), "organization", body, {})
