"""A place in a body or a target that names another resource of ours, whose id exists only once it is in the tenant.

It is written as the object `{"$ref": "kind/key"}`: Graph has no such shape, so nothing that a user or the service wrote can be
taken for one. The plan puts the id in its place as soon as the tenant has the object; apply does so right after the create.
"""

from collections.abc import Mapping

from managed_apparaten.core.address import Address
from managed_apparaten.core.digest import JSON

_KEY = "$ref"
_LISTS = (list, tuple)


def ref(address: Address) -> dict[str, str]:
    """The reference to an address."""
    return {_KEY: str(address)}


def refs(value: JSON) -> list[Address]:
    """Every address that a JSON value refers to, in the order of its parts."""
    found: list[Address] = []
    _collect(value, found)
    return found


def _collect(value: JSON, found: list[Address]) -> None:
    if isinstance(value, dict):
        if address := _address(value):
            found.append(address)
            return
        value = value.values()
    elif not isinstance(value, _LISTS):
        return
    for part in value:
        if not isinstance(part, str):
            _collect(part, found)


def resolved(value: JSON, ids: Mapping[Address, str]) -> JSON:
    """The value with ids in the place of references; a reference to what has no id yet stays. One that refers to nothing is itself."""
    return _resolved(value, ids) if refs(value) else value


def _resolved(value: JSON, ids: Mapping[Address, str]) -> JSON:
    if isinstance(value, dict):
        if address := _address(value):
            return ids.get(address, value)
        return {key: _resolved(part, ids) for key, part in value.items()}
    return [_resolved(part, ids) for part in value] if isinstance(value, _LISTS) else value


def referring(value: JSON, addresses: Mapping[str, Address]) -> JSON:
    """The inverse: ids of objects of ours become references again, so that a digest does not depend on the tenant."""
    if isinstance(value, str):
        return ref(addresses[value]) if value in addresses else value
    if isinstance(value, dict):
        return {key: referring(part, addresses) for key, part in value.items()}
    return [referring(part, addresses) for part in value] if isinstance(value, _LISTS) else value


def _address(value: Mapping[str, JSON]) -> Address | None:
    return Address.parse(value[_KEY]) if len(value) == 1 and _KEY in value else None
