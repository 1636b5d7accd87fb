"""Every route that the tenant serves, as (method, template with `{id}`): for the table of permissions and for tests that walk them all."""

from __future__ import annotations

from collections.abc import Iterator

from managed_apparaten.emulator.odata.metadata import VERSIONS, load
from managed_apparaten.emulator.service import operations
from managed_apparaten.emulator.service.collections import COLLECTIONS, INTUNE_ROOTS, MAM
from managed_apparaten.emulator.service.intune import devices

ID = "{id}"


def list_routes() -> Iterator[tuple[str, str]]:
    """Every route, of all modules."""
    for item in COLLECTIONS:
        for method in sorted(item.methods):
            yield method, item.path if method == "POST" else f"{item.path}/{ID}"
        yield "GET", item.path
        yield from (("GET", f"{item.path}/{ID}/{nav}") for nav in item.routes)
        for nav in item.editable:
            yield "POST", f"{item.path}/{ID}/{nav}"
            yield from ((method, f"{item.path}/{ID}/{nav}/{ID}") for method in ("DELETE", "PATCH"))
        if item.assign:
            yield "POST", f"{item.path}/{ID}/assign"
    yield from ((method, name) for name in sorted(INTUNE_ROOTS) for method in ("GET", "PATCH"))
    yield from ((method, "/".join(devices.PLAY)) for method in ("GET", "PATCH"))
    yield from (("POST", f"{path}/{ID}/targetApps") for path in MAM)
    yield from operations.list_routes()
    yield from _SINGLE_OPERATIONS
    yield from list_metadata_routes()


def list_metadata_routes() -> Iterator[tuple[str, str]]:
    """Routes of the collections and single objects that the metadata alone describes."""
    known = {item.path for item in COLLECTIONS}
    navigation = {f"{root}/{nav}": kind.collection for version in VERSIONS for root in sorted(INTUNE_ROOTS)
                  for nav, kind in load(version).get(root).navigation.items()}  # fmt: skip
    for path, many in sorted(navigation.items()):
        if path in known or tuple(path.split("/")) in devices.ROOT_PATHS:
            continue
        yield from (("GET", path), ("POST", path)) if many else (("GET", path), ("PATCH", path))
        yield from ((method, f"{path}/{ID}") for method in ("DELETE", "GET", "PATCH") if many)


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
"""Actions and functions of one collection."""
