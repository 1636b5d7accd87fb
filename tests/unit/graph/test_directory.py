"""Groups, people and devices, against the embedded tenant and against a script."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.unit.graph.counting import Counting
from tests.unit.graph.scripted import Scripted, no, ok

from managed_apparaten.cli.target import EmbeddedTransport
from managed_apparaten.core.digest import JSON
from managed_apparaten.emulator.doors.in_process import InProcess
from managed_apparaten.emulator.identity.registrations import READ
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.emulator.worlds.seed import seed
from managed_apparaten.graph.errors import ReadFailed
from managed_apparaten.graph.http.error_body import diagnostic
from managed_apparaten.graph.http.exchange import counted_parts
from managed_apparaten.graph.http.request import GraphRequest, GraphResponse
from managed_apparaten.graph.read import directory, groups
from managed_apparaten.graph.read.paging import GRAPH
from managed_apparaten.graph.read.reader import Reader
from managed_apparaten.graph.read.rounds import run_read
from managed_apparaten.messages import advice, render

BREAK_GLASS = "c6663500-6a20-5121-a082-0aedcba0eb8d"
NOBODY = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture(scope="module")
def transport() -> Iterator[EmbeddedTransport]:
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    seed(tenant)
    yield EmbeddedTransport(InProcess(tenant))
    tenant.close()


def group(transport: EmbeddedTransport, name: str) -> None:
    answer = transport.send(
        GraphRequest(
            "POST",
            "/groups",
            "v1.0",
            {"displayName": name, "mailEnabled": False, "mailNickname": "x", "securityEnabled": True},
        )
    )
    assert answer.status == 201


def test_a_group_is_found_by_name_and_by_id_with_all_its_people(transport: EmbeddedTransport) -> None:
    found = Reader(transport).directory(["sg-rol-college"], [BREAK_GLASS.upper(), NOBODY, "no-guid/../x"])
    (college,) = found.groups_by_name["sg-rol-college"]
    assert found.group_names == {BREAK_GLASS: "sg-break-glass", college: "sg-rol-college"}
    assert len(found.people[college]) > 0
    assert set(found.people) == set(found.devices_in) == {BREAK_GLASS, college}
    assert found.people_total >= len(found.people[college])


def test_all_names_are_read_only_when_one_was_not_found(transport: EmbeddedTransport) -> None:
    """B10: to say which group was meant."""
    group(transport, "sg-rol\u00a0college")
    assert Reader(transport).directory(["sg-rol-college"], []).others == {}
    found = Reader(transport).directory(["sg-rol-college", "sg-rol college"], []).others
    assert {"sg-rol\u00a0college", "sg-rol-college"} <= set(found.values())
    assert len(found) > 20


def test_members_beyond_the_first_page_count(transport: EmbeddedTransport) -> None:
    """Pages of the directory hold a hundred unless asked otherwise; fysiek domein has more people than that."""
    found = Reader(transport).directory(["sg-rol-fysiek-belast"], [])
    assert len(found.people[found.groups_by_name["sg-rol-fysiek-belast"][0]]) > 100


def test_devices_belong_to_people_and_to_device_groups(transport: EmbeddedTransport) -> None:
    found = Reader(transport).directory(["dg-android-buitendienst"], [])
    (devices,) = found.groups_by_name["dg-android-buitendienst"]
    known = {device.entra_id for device in found.devices}
    assert found.devices_in[devices]
    assert found.devices_in[devices] <= known
    assert {device.platform for device in found.devices} >= {"ios", "android", "windows"}


def test_a_device_that_stands_on_two_pages_counts_once() -> None:
    """It moved while we read; guards are shares of devices."""
    path = "GET /deviceManagement/managedDevices?$select=id,userId,azureADDeviceId,operatingSystem,osVersion,managedDeviceOwnerType"
    tablet, phone = (
        {"id": name, "operatingSystem": "iPadOS", "managedDeviceOwnerType": "company"}
        for name in ("tablet", "phone")
    )
    more = path.removeprefix("GET /").partition("?")[0] + "?p=2"
    transport = Scripted(
        {path: [ok(tablet, phone, link=f"{GRAPH}/v1.0/{more}")], f"GET /{more}": [ok(phone)]}
    )
    assert [device.id for device in run_read(transport, directory.read_devices(GRAPH))] == ["phone", "tablet"]


@pytest.mark.parametrize(
    "name", ["sg-'s-Hertogenbosch", "a & b", "100% + één #1?", "x' or displayName eq 'sg-rol-college", "Ω/√"]
)
def test_no_name_can_change_the_query(transport: EmbeddedTransport, name: str) -> None:
    assert Reader(transport).directory([name], []).groups_by_name == {name: ()}
    group(transport, name)
    assert len(Reader(transport).directory([name], []).groups_by_name[name]) == 1


def test_two_groups_of_one_name_are_both_named_and_neither_is_used(transport: EmbeddedTransport) -> None:
    group(transport, "sg-twin")
    group(transport, "sg-twin")
    found = Reader(transport).directory(["sg-twin"], [])
    assert len(found.groups_by_name["sg-twin"]) == 2
    assert found.people == {}


USERS = "GET /groups/g/transitiveMembers/microsoft.graph.user?$select=id,accountEnabled,userType,userPrincipalName&$top=999&$count=true"
DEVICES = "GET /groups/g/transitiveMembers/microsoft.graph.device?$select=id,deviceId,accountEnabled&$top=999&$count=true"
MANAGED = "GET /deviceManagement/managedDevices?$select=id,userId,azureADDeviceId,operatingSystem,osVersion,managedDeviceOwnerType"
ANSWERS: dict[str, list[Any]] = {
    f"GET /groups/{NOBODY}?$select=id,displayName,visibility": [no(404)],
    "GET /groups?$filter=displayName%20eq%20%27x%27&$select=id,displayName,visibility": [
        ok({"id": "g", "displayName": "x"})
    ],
    USERS: [ok({"id": "U1", "accountEnabled": True}, {"id": "u2", "accountEnabled": False})],
    DEVICES: [
        ok(
            {"id": "o", "deviceId": "D1", "accountEnabled": True},
            {"id": "o2", "deviceId": "D2", "accountEnabled": False},
        )
    ],
    MANAGED: [
        ok(
            {
                "id": "m1",
                "userId": "U1",
                "azureADDeviceId": "D1",
                "operatingSystem": "iPadOS",
                "managedDeviceOwnerType": "company",
            }
        )
    ],
    "GET /users/$count?$filter=accountEnabled%20eq%20true": [GraphResponse(200, 3)],
}


GONE: dict[str, list[Any]] = {key.replace("/g/", f"/{NOBODY}/"): [no(404)] for key in (USERS, DEVICES)}
"""Who is in a group is asked together with the group, so it is asked of one that does not exist as well."""


def test_ids_are_compared_without_case_and_disabled_accounts_do_not_count() -> None:
    found = Reader(Scripted({key: list(answers) for key, answers in (ANSWERS | GONE).items()})).directory(
        ["x"], [NOBODY]
    )
    assert (found.people, found.devices_in) == ({"g": frozenset({"u1"})}, {"g": frozenset({"d1"})})
    (device,) = found.devices
    assert (device.user_id, device.entra_id, device.platform, device.ownership) == (
        "u1",
        "d1",
        "ios",
        "corporate",
    )


BROKEN: list[Callable[[], Any]] = [
    lambda: no(403),
    lambda: no(500),
    lambda: GraphResponse(200, {"value": None}),
    lambda: GraphResponse(200, None),
]


@pytest.mark.parametrize("broken", BROKEN)
@pytest.mark.parametrize("key", ANSWERS)
def test_each_part_of_the_directory_is_read_or_the_reading_fails(key: str, broken: Callable[[], Any]) -> None:
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()} | {key: [broken()]}
    with pytest.raises(ReadFailed):
        Reader(Scripted(answers)).directory(["x"], [NOBODY])


PARTLY: list[tuple[str, dict[str, Any], str]] = [
    (USERS, {"id": "U3", "accountEnabled": None}, "u3"),
    (USERS, {"id": "u3"}, "u3"),
    (USERS, {"id": "u3", "accountEnabled": "?"}, "u3"),
    (DEVICES, {"id": "o3", "deviceId": "D3", "accountEnabled": None}, "d3"),
    (DEVICES, {"id": "o3", "deviceId": "D3"}, "d3"),
    (DEVICES, {"id": "o3", "deviceId": None, "accountEnabled": None}, "o3"),
    (DEVICES, {"id": "o3", "accountEnabled": True}, "o3"),
]


@pytest.mark.parametrize(("key", "member", "counted"), PARTLY)
def test_b16_a_member_without_a_property_is_among_the_people_and_named_as_unsure_where_others_show_theirs(
    key: str, member: dict[str, Any], counted: str
) -> None:
    """B16: one null stopped the plan, and the advice was to grant what was granted. Counted as nobody, it would let a guard sleep."""
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()}
    answers[key][0].body["value"].append(member)
    try:
        found = Reader(Scripted(answers)).directory(["x"], [NOBODY])
    finally:
        answers[key][0].body["value"].pop()
    (group,) = found.group_names
    assert found.people[group] == {"u1", *([counted] if key == USERS else [])}
    assert found.devices_in[group] == {"d1", *([counted] if key == DEVICES else [])}
    assert found.unsure == (frozenset() if member.get("accountEnabled") is True else {counted})


@pytest.mark.parametrize(
    ("key", "member", "permission"),
    [
        (USERS, {"id": "u3", "accountEnabled": None}, "User.Read.All"),
        (USERS, {"id": "u3"}, "User.Read.All"),
        (DEVICES, {"id": "o3", "deviceId": None, "accountEnabled": None}, "Device.Read.All"),
        (DEVICES, {"id": "o3", "deviceId": "D3", "accountEnabled": None}, "Device.Read.All"),
        (DEVICES, {"id": "o3", "accountEnabled": True}, "Device.Read.All"),
    ],
)
def test_where_graph_shows_the_properties_of_no_member_the_reading_fails(
    key: str, member: dict[str, Any], permission: str
) -> None:
    """B16: what a missing permission looks like; the advice names the property too, as it may be empty."""
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()} | {key: [ok(member)]}
    with pytest.raises(ReadFailed) as failed:
        Reader(Scripted(answers)).directory(["x"], [NOBODY])
    found = diagnostic(failed.value)
    assert (found.code, found.args["message"]) == ("GRA007", permission)
    assert "accountEnabled" in render(found.code, "en", found.args)
    assert all(word in advice(found.code, "en", found.args) for word in ("accountEnabled", permission))


def test_b16_a_group_of_one_account_without_the_property_is_read_where_another_group_shows_it() -> None:
    """B16: that the permission is there shows in any list of the same type."""
    other = "00000000-0000-0000-0000-00000000000a"
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()}
    answers |= {
        f"GET /groups/{other}?$select=id,displayName,visibility": [
            GraphResponse(200, {"id": other, "displayName": "One"})
        ]
    }
    answers |= casts(other, ok({"id": "u9", "accountEnabled": None}), ok())
    found = Reader(Scripted(answers)).directory(["x"], [other])
    assert found.people[other] == {"u9"}


def test_b16_a_device_without_a_platform_an_owner_or_a_place_in_entra_counts_for_all() -> None:
    """B16: neighbours, properties of enrolled devices that are null or zeros."""
    device = {
        "id": "m1",
        "userId": None,
        "azureADDeviceId": "00000000-0000-0000-0000-000000000000",
        "operatingSystem": None,
    }
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()} | {MANAGED: [ok(device)]}
    (found,) = Reader(Scripted(answers)).directory(["x"], [NOBODY]).devices
    assert (found.user_id, found.entra_id, found.platform, found.ownership) == (None, None, "", "unknown")


@pytest.mark.parametrize("lacking", ["Device.Read.All", "User.Read.All"])
def test_without_a_permission_the_tenant_hides_members_and_nothing_is_counted(
    transport: EmbeddedTransport, lacking: str
) -> None:
    name = "dg-android-buitendienst" if lacking.startswith("Device") else "sg-rol-college"
    roles = frozenset(READ) - {lacking} | {"User.ReadBasic.All"}
    task = groups.read_groups([name], [], GRAPH)
    with pytest.raises(ReadFailed) as failed:
        run_read(EmbeddedTransport(InProcess(transport.door.tenant, roles=roles)), task)
    assert lacking in (failed.value.message, *diagnostic(failed.value).args.values())
    allowed = run_read(
        EmbeddedTransport(InProcess(transport.door.tenant, roles=frozenset(READ))),
        groups.read_groups([name], [], GRAPH),
    )
    assert any(group.people | group.devices for group in allowed.known.values())


@pytest.mark.parametrize(
    "key", ["GET /groups?$filter=displayName%20eq%20%27x%27&$select=id,displayName,visibility", MANAGED]
)
def test_an_object_without_an_id_fails_the_reading(key: str) -> None:
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()}
    answers[key] = [ok({"displayName": "x"})]
    with pytest.raises(ReadFailed):
        Reader(Scripted(answers)).directory(["x"], [NOBODY])


def test_a_group_that_is_asked_by_name_and_by_id_is_read_once(transport: EmbeddedTransport) -> None:
    door = Counting(transport.door.tenant)
    found = Reader(door).directory(["sg-break-glass"], [BREAK_GLASS])
    assert found.group_names == {BREAK_GLASS: "sg-break-glass"}
    asked = [path for request in door.sent for _, path in counted_parts(request)]
    assert sum("transitiveMembers/microsoft.graph.user" in path for path in asked) == 1


IDS = [f"{n:08d}-0000-4000-8000-000000000000" for n in range(17)]


def named(*ids: str) -> str:
    listed = ",".join(f"%27{i}%27" for i in ids)
    return f"GET /groups?$filter=id%20in%20({listed})&$select=id,displayName,visibility"


def casts(group: str, *answers: GraphResponse) -> dict[str, list[Any]]:
    return {
        key.replace("/g/", f"/{group}/"): [answer]
        for key, answer in zip((USERS, DEVICES), answers, strict=True)
    }


def many(*ids: str) -> Scripted:
    """Groups of one person each, and a list that is still to be said."""
    answers = {key: list(found) for key, found in ANSWERS.items()}
    for group in ids:
        answers |= casts(group, ok({"id": f"of {group}", "accountEnabled": True}), ok())
    return Scripted(answers)


def test_groups_are_asked_for_by_id_fifteen_at_a_time_with_who_is_in_them() -> None:
    transport = many(*IDS)
    for part in (IDS[:15], IDS[15:]):
        transport.answers[named(*part)] = [
            ok(*({"id": i.upper(), "displayName": f"name {i}"} for i in reversed(part)))
        ]
    found = Reader(transport).directory([], IDS)
    assert found.group_names == {i: f"name {i}" for i in IDS}
    assert found.people == {i: frozenset({f"of {i}"}) for i in IDS}
    assert transport.rounds == 1


@pytest.mark.parametrize("listing", [lambda one: ok(one), lambda one: no(400)])
def test_a_group_that_a_list_does_not_show_is_asked_for_itself(
    listing: Callable[[JSON], GraphResponse],
) -> None:
    """A list leaves out what is gone, what is new and what we may not see; only the group says which."""
    first, second, gone = IDS[:3]
    transport = many(first, second)
    transport.answers |= casts(gone, no(404), no(404))
    transport.answers[named(first, second, gone)] = [listing({"id": first, "displayName": "first"})]
    for group, answer in ((first, "first"), (second, "second")):
        transport.answers[f"GET /groups/{group}?$select=id,displayName,visibility"] = [
            GraphResponse(200, {"id": group, "displayName": answer})
        ]
    transport.answers[f"GET /groups/{gone}?$select=id,displayName,visibility"] = [no(404)]
    found = Reader(transport).directory([], [first, second, gone])
    assert found.group_names == {first: "first", second: "second"}
    transport.answers[f"GET /groups/{gone}?$select=id,displayName,visibility"] = [no(403)]
    with pytest.raises(ReadFailed):
        Reader(transport).directory([], [first, second, gone])


def test_a_group_of_which_nobody_says_who_is_in_it_fails_the_reading() -> None:
    first, second = IDS[:2]
    transport = many(first)
    transport.answers |= casts(second, no(404), no(404))
    transport.answers[named(first, second)] = [ok(*({"id": i, "displayName": i} for i in (first, second)))]
    with pytest.raises(ReadFailed) as failed:
        Reader(transport).directory([], [first, second])
    assert failed.value.code == "ChangedMeanwhile"


def hiding(group: str, *members: Any, visibility: str | None = "Hiddenmembership") -> dict[str, list[Any]]:
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()}
    answers["GET /groups?$filter=displayName%20eq%20%27x%27&$select=id,displayName,visibility"] = [
        ok({"id": group, "displayName": "x", "visibility": visibility})
    ]
    return answers | {USERS: [ok(*members)], DEVICES: [ok()]}


ALICE = {"id": "u1", "accountEnabled": True}


@pytest.mark.parametrize(
    ("visibility", "members", "hidden"),
    [
        ("HiddenMembership", (), True),
        ("Hiddenmembership", (), True),
        ("HiddenMembership", (ALICE,), False),
        ("Private", (), False),
        (None, (), False),
    ],
)
def test_an_empty_group_that_hides_its_members_is_unknown_and_any_other_is_empty(
    visibility: str | None, members: tuple[Any, ...], hidden: bool
) -> None:
    found = Reader(Scripted(hiding("g", *members, visibility=visibility))).directory(["x"], [NOBODY])
    assert found.hidden == ({"g"} if hidden else frozenset())
    assert found.people == {"g": frozenset({"u1"} if members else ())}


@pytest.mark.parametrize("by", ["name", "id", "ids"])
@pytest.mark.parametrize(("roles", "hidden"), [(READ, True), ((*READ, "Member.Read.Hidden"), False)])
def test_a_tenant_shows_hidden_members_to_who_may_see_them(
    by: str, roles: tuple[str, ...], hidden: bool
) -> None:
    tenant = Tenant.open(None, clock=lambda: datetime(2026, 11, 21, tzinfo=UTC))
    seed(tenant)
    admin = EmbeddedTransport(InProcess(tenant))
    body = {
        "displayName": "m365-geheim",
        "mailEnabled": True,
        "mailNickname": "geheim",
        "securityEnabled": False,
        "groupTypes": ["Unified"],
    }
    made = admin.send(
        GraphRequest("POST", "/groups", "v1.0", body | {"visibility": "HiddenMembership"})
    ).body["id"]
    person = admin.send(GraphRequest("GET", "/users?$top=1", "v1.0")).body["value"][0]["id"]
    link = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{person}"}
    assert admin.send(GraphRequest("POST", f"/groups/{made}/members/$ref", "v1.0", link)).status == 204
    reader = Reader(EmbeddedTransport(InProcess(tenant, roles=frozenset(roles))))
    asked: tuple[list[str], list[str]] = {
        "name": (["m365-geheim"], []),
        "id": ([], [made]),
        "ids": ([], [made, BREAK_GLASS]),
    }[by]
    found = reader.directory(*asked)
    assert (made in found.hidden, found.people[made]) == (
        (True, frozenset()) if hidden else (False, frozenset({person}))
    )
    tenant.close()


@pytest.mark.parametrize(("system", "platform"), [
    *((text, "ios") for text in ("iOS", "iPadOS", "IOS", "iPad OS", "iPhone")),
    *((text, "android") for text in ("Android", "AndroidEnterprise", "AndroidForWork", "Android Enterprise", "AOSP", "ANDROID")),
    *((text, "macos") for text in ("macOS", "MacMDM", "OS X", "Mac OS X", "macos")),
    *((text, "windows") for text in ("Windows", "Windows 11", "WindowsRT", "windows 10 Enterprise", "WINDOWS")),
    *((text, "linux") for text in ("Linux", "Ubuntu")), ("ChromeOS", "chromeos"), ("Chrome OS", "chromeos"), ("BeOS", "BeOS"), ("", ""),
])  # fmt: skip
def test_the_operating_system_is_free_text(system: str, platform: str) -> None:
    """B3: spellings that were not listed became a platform of their own, which no policy is for."""
    assert directory.platform_of(system) == platform


ACCOUNTS: dict[str, tuple[dict[str, Any], str]] = {
    "invited, without a sort": (
        {"userType": None, "userPrincipalName": "jan_elders.example#EXT#@zilverdam.example"},
        "guests",
    ),
    "in lower case": ({"userPrincipalName": "jan_elders.example#ext#@zilverdam.example"}, "guests"),
    "a guest by its sort": ({"userType": "guest", "userPrincipalName": "jan@zilverdam.example"}, "guests"),
    "invited, and made a member": (
        {"userType": "Member", "userPrincipalName": "jan#EXT#@zilverdam.example"},
        "",
    ),
    "old, and never invited": ({"userType": None, "userPrincipalName": "jan@zilverdam.example"}, ""),
    "neither is shown": ({"userType": None, "userPrincipalName": None}, "typeless"),
}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_who_is_a_guest_the_sort_of_account_says_or_else_its_name(name: str) -> None:
    """H2: an invited account without `userType` counted as somebody of the organisation."""
    member, sort = ACCOUNTS[name]
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()} | {
        USERS: [ok({"id": "U1", "accountEnabled": True, **member})]
    }
    found = Reader(Scripted(answers)).directory(["x"], [NOBODY])
    assert {kind for kind in ("guests", "typeless") if getattr(found, kind)} == ({sort} if sort else set())
    assert found.people["g"] == {"u1"}
    assert not found.unsure


@pytest.mark.parametrize(
    ("owner", "expected"),
    [("company", "corporate"), ("personal", "personal"), ("unknown", "unknown"), (None, "unknown")],
)
def test_whose_a_device_is_nobody_assumes(owner: str | None, expected: str) -> None:
    """B16: null counted as the organisation's. The version of a device that may be personal is not kept."""
    device = {"id": "m1", "operatingSystem": "iOS", "osVersion": "18.1", "managedDeviceOwnerType": owner}
    answers = {k: list(v) for k, v in (ANSWERS | GONE).items()} | {MANAGED: [ok(device)]}
    (found,) = Reader(Scripted(answers)).directory(["x"], [NOBODY]).devices
    assert (found.ownership, found.version) == (expected, "18.1" if expected == "corporate" else "")
