"""Microsoft's own typed clients create, read, page, change, assign, batch and delete every type of ours in the embedded tenant."""

from __future__ import annotations

import asyncio
import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from kiota_abstractions.api_error import APIError
from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.method import Method
from kiota_abstractions.request_information import RequestInformation
from tests.conformance.bodies import one_of_each_type
from tests.conformance.conftest import Tally
from tests.conformance.oracle import base_of, class_name, model
from tests.conformance.sdk import Sdk, connect, differences, sdk_core, snake, writable
from tests.unit.emulator.conftest import GROUP, VALID, group_target, open_tenant

from managed_apparaten.emulator.service.collections import COLLECTIONS
from managed_apparaten.emulator.tenant import Tenant

pytestmark = [pytest.mark.conformance, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
CLIENTS = {"v1.0": "msgraph-sdk, v1.0", "beta": "msgraph-beta-sdk"}
HALF = 10
"""Types a batch: two parts each, 20 at most."""
SERVED = {item.path: item for item in COLLECTIONS}
MORE: dict[str, tuple[str, dict[str, Any]]] = {
    "iosStoreApp": (VALID["mobile_app"][0], {**VALID["mobile_app"][1], "minimumSupportedOperatingSystem": {"v11_0": True}}),
    "group": ("/v1.0/groups", {"@odata.type": "#microsoft.graph.group", "displayName": "g", "description": "d", "mailEnabled": False,
                               "mailNickname": "g", "securityEnabled": True}),
    "notificationMessageTemplate": ("/beta/deviceManagement/notificationMessageTemplates", {
        "@odata.type": "#microsoft.graph.notificationMessageTemplate", "displayName": "t", "defaultLocale": "nl-nl",
        "roleScopeTagIds": ["0"]}),
    "deviceAndAppManagementAssignmentFilter": ("/beta/deviceManagement/assignmentFilters", {
        "@odata.type": "#microsoft.graph.deviceAndAppManagementAssignmentFilter", "displayName": "f", "platform": "iOS",
        "rule": '(device.manufacturer -eq "Apple")', "roleScopeTags": ["0"]}),
}  # fmt: skip
"""What the example does not compile to but belongs to its work: type -> (collection, body)."""
BODIES = {one.type: (one.kind.collection, one.body) for one in one_of_each_type()} | {
    name: (url.split("/", 2)[2], body) for name, (url, body) in MORE.items()
}


def base_class(path: str) -> str:
    return "Group" if path == "groups" else base_of(path)


CASES = [
    (version, name)
    for version in CLIENTS
    for name in sorted(BODIES)
    if model(version, class_name(name)) is not None
]
IDS = [f"{version} {name}" for version, name in CASES]


@pytest.fixture
def tenant() -> Iterator[Tenant]:
    tenant = open_tenant()
    yield tenant
    tenant.close()


def asked(builder: Any, **parameters: Any) -> Any:
    """A request configuration with query parameters."""
    kind = next(value for key, value in vars(type(builder)).items() if key.endswith("GetQueryParameters"))
    return RequestConfiguration(query_parameters=kind(**parameters))


def sample(sdk: Sdk, name: str) -> tuple[str, Any]:
    path, body = BODIES[name]
    base = base_class(path)
    return path, sdk.typed(base, writable(sdk.version, base, body))


@pytest.mark.parametrize(("version", "name"), CASES, ids=IDS)
def test_create_get_patch_delete(tenant: Tenant, version: str, name: str, tally: Tally) -> None:
    async def lifecycle() -> None:
        sdk = connect(version, tenant)
        path, sent = sample(sdk, name)
        created = await sdk.collection(path).post(sent)
        assert type(created) is type(sent)
        item = sdk.item(path, created.id)
        read = await item.get()
        assert type(read) is type(sent)
        navigation = frozenset({"scheduled_actions_for_rule", "apps", "settings", "id", "oma_settings"})
        assert differences(sent, read, navigation) == []
        text = "description" if hasattr(sent, "description") else "display_name"
        await item.patch(type(sent)(**{text: "changed"}))
        changed = await item.get()
        assert getattr(changed, text) == "changed"
        assert differences(sent, changed, navigation | {text}) == []
        await item.delete()
        with pytest.raises(APIError) as refused:
            await item.get()
        error: Any = refused.value
        assert error.response_status_code == 404
        assert error.error.code in ("ResourceNotFound", "Request_ResourceNotFound")

    asyncio.run(lifecycle())
    tally(CLIENTS[version], "types created, read, changed and deleted", 1)


@pytest.mark.parametrize(("version", "name"), CASES, ids=IDS)
def test_list_with_paging(tenant: Tenant, version: str, name: str, tally: Tally) -> None:
    async def pages() -> None:
        sdk = connect(version, tenant)
        path, sent = sample(sdk, name)
        made = [(await sdk.collection(path).post(sent)).id for _ in range(5)]
        builder = sdk.collection(path)
        page = await builder.get(request_configuration=asked(builder, top=2))
        seen = [[found.id for found in page.value]]
        while page.odata_next_link:
            page = await builder.with_url(page.odata_next_link).get()
            seen.append([found.id for found in page.value])
        assert [len(part) for part in seen] == [2, 2, 1]
        assert sorted(found for part in seen for found in part) == sorted(made)
        first = await builder.get(request_configuration=asked(builder, top=2))
        found: list[str] = []

        def take(one: Any) -> bool:
            found.append(one.id)
            return True

        await sdk_core("tasks.page_iterator").PageIterator(first, sdk.client.request_adapter).iterate(take)
        assert sorted(found) == sorted(made)

    asyncio.run(pages())
    tally(CLIENTS[version], "types listed in pages, by link and by PageIterator", 1)


ASSIGNABLE = [(version, name) for version, name in CASES if SERVED[BODIES[name][0]].assign]


@pytest.mark.parametrize(
    ("version", "name"), ASSIGNABLE, ids=[f"{version} {name}" for version, name in ASSIGNABLE]
)
def test_assign(tenant: Tenant, version: str, name: str, tally: Tally) -> None:
    async def assign() -> None:
        sdk = connect(version, tenant)
        path, sent = sample(sdk, name)
        created = await sdk.collection(path).post(sent)
        item = sdk.item(path, created.id)
        await assigned(sdk, item, path)
        listed = (await item.assignments.get()).value
        assert [found.target.group_id for found in listed] == [GROUP]
        assert type(listed[0].target).__name__ == "GroupAssignmentTarget"

    asyncio.run(assign())
    tally(CLIENTS[version], "types assigned, and the assignments read", 1)


async def assigned(sdk: Sdk, item: Any, path: str) -> None:
    """The typed action; for app protection of iOS and Android the SDK has none and the same body goes as a plain request."""
    rule = SERVED[path].assign
    assert rule
    one = sdk.new(class_name(rule.type), target=sdk.new("GroupAssignmentTarget", group_id=GROUP))
    if rule.type == "mobileAppAssignment":
        intents = importlib.import_module(
            f"{type(sdk.client).__module__.split('.')[0]}.generated.models.install_intent"
        )
        one.intent = intents.InstallIntent.Required
    if hasattr(item, "assign"):
        place = type(item.assign).__module__.rsplit(".", 1)[0]
        body = importlib.import_module(f"{place}.assign_post_request_body").AssignPostRequestBody(
            **{snake(rule.parameter): [one]}
        )
        await item.assign.post(body)
        return
    url = f"{sdk.client.request_adapter.base_url}/{path}/{item.path_parameters[key_of(item)]}/assign"
    request = RequestInformation(Method.POST, "{+url}", {"url": url})
    body = {rule.parameter: [group_target()]}
    request.set_stream_content(json.dumps(body).encode(), "application/json")
    await sdk.client.request_adapter.send_no_response_content_async(request, {})


def key_of(item: Any) -> str:
    return next(str(key) for key in item.path_parameters if key.endswith("%2Did"))


@pytest.mark.parametrize("version", CLIENTS)
def test_batch(tenant: Tenant, version: str, tally: Tally) -> None:
    async def batch(names: list[str]) -> None:
        sdk, unused = connect(version, tenant), connect(version, tenant)
        content, expected = sdk_core("requests.batch_request_content").BatchRequestContent(), {}
        for name in names:
            path, sent = sample(sdk, name)
            created = await sdk.collection(path).post(sent)
            # relative urls, as $batch wants them, come only from a client that has not sent anything yet
            for builder, status in ((unused.item(path, created.id), 200), (unused.item(path, GROUP), 404)):
                part = sdk_core("requests.batch_request_item").BatchRequestItem(
                    builder.to_get_request_information()
                )
                content.add_request(part.id, part)
                expected[part.id] = status
        answer = (
            await sdk_core("requests.batch_request_builder")
            .BatchRequestBuilder(sdk.client.request_adapter)
            .post(content)
        )
        assert {part: answer.get_response_by_id(part).status for part in expected} == expected
        tally(
            CLIENTS[version], "parts of a $batch of the SDK answered, alone and in any order", len(expected)
        )

    names = [name for wanted, name in CASES if wanted == version]
    for start in range(0, len(names), HALF):
        asyncio.run(batch(names[start : start + HALF]))
