"""Lists every route that the embedded tenant serves, for the table of permissions and for tests that walk all
of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.service import operations
from managed_apparaten.emulator.service.collections import COLLECTIONS, INTUNE_ROOTS, MAM
from managed_apparaten.emulator.service.intune import devices

ID = "{id}"
"""Stands for the id of an object in a route."""


def list_routes() -> Iterator[tuple[str, str]]:
    """Yield every route as (method, path with `{id}`)."""
    for collection in COLLECTIONS:
        for method in sorted(collection.methods):
            yield method, collection.path if method == "POST" else f"{collection.path}/{ID}"
        yield "GET", collection.path
        yield from (("GET", f"{collection.path}/{ID}/{nav}") for nav in collection.routes)
        for nav in collection.editable:
            yield "POST", f"{collection.path}/{ID}/{nav}"
            yield from ((method, f"{collection.path}/{ID}/{nav}/{ID}") for method in ("DELETE", "PATCH"))
        if collection.assign:
            yield "POST", f"{collection.path}/{ID}/assign"
    yield from ((method, name) for name in sorted(INTUNE_ROOTS) for method in ("GET", "PATCH"))
    yield from ((method, "/".join(devices.GOOGLE_PLAY_PATH)) for method in ("GET", "PATCH"))
    yield from (("POST", f"{path}/{ID}/targetApps") for path in MAM)
    yield from operations.list_routes()
    yield from _SINGLE_OPERATIONS
    yield from list_metadata_routes()


def list_metadata_routes() -> Iterator[tuple[str, str]]:
    """Yield the routes of the collections and single objects that only the metadata describes."""
    listed_paths = {item.path for item in COLLECTIONS}
    navigation = {f"{root}/{nav}": declared.collection for version in VERSIONS for root in sorted(INTUNE_ROOTS)
                  for nav, declared in load(version).get(root).navigation.items()}  # fmt: skip
    for path, is_collection in sorted(navigation.items()):
        if path in listed_paths or tuple(path.split("/")) in devices.ROOT_PATHS:
            continue
        yield from (("GET", path), ("POST", path)) if is_collection else (("GET", path), ("PATCH", path))
        yield from ((method, f"{path}/{ID}") for method in ("DELETE", "GET", "PATCH") if is_collection)


_SINGLE_OPERATIONS = (
    ("POST", f"deviceManagement/deviceCompliancePolicies/{ID}/scheduleActionsForRules"),
    ("GET", f"deviceManagement/deviceConfigurations/{ID}/getOmaSettingPlainTextValue"),
    ("POST", f"deviceAppManagement/policySets/{ID}/update"),
    *((method, f"deviceAppManagement/{path}/{ID}/assignments{rest}") for path in ("mobileApps", "mobileAppConfigurations")
      for method, rest in (("POST", ""), ("PATCH", f"/{ID}"), ("DELETE", f"/{ID}"))),
    ("POST", f"groups/{ID}/members/$ref"),
    ("DELETE", f"groups/{ID}/members/{ID}/$ref"),
    ("POST", f"directory/deletedItems/{ID}/restore"),
    ("DELETE", f"directory/deletedItems/{ID}"),
)  # fmt: skip
"""Routes of actions and functions that one collection has; all others follow from `COLLECTIONS` and
`operations`."""
