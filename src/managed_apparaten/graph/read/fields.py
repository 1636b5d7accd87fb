"""Reads properties of an answer that must have one type, so that an unknown form is not read as something
else."""

from collections.abc import Mapping

from managed_apparaten.core.digest import JSON


class UnexpectedType(Exception):
    """A property does not have the type that Graph documents; the text is the name of the property."""


def record(body: Mapping[str, JSON], name: str) -> dict[str, JSON]:
    """Return an object; an empty one for null or a missing property."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UnexpectedType(name)
    return value


def records(body: Mapping[str, JSON], name: str) -> list[dict[str, JSON]]:
    """Return a list of objects; the property must be there."""
    value = body.get(name)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise UnexpectedType(name)
    return value


def texts(body: Mapping[str, JSON], name: str) -> tuple[str, ...]:
    """Return a list of texts, sorted; an empty one for null or a missing property."""
    value = body.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UnexpectedType(name)
    return tuple(sorted(value))


def text(body: Mapping[str, JSON], name: str) -> str:
    """Return a text; an empty one for null or a missing property."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnexpectedType(name)
    return value


def switch(body: Mapping[str, JSON], name: str) -> bool:
    """Return true or false; the property must be there."""
    value = body.get(name)
    if not isinstance(value, bool):
        raise UnexpectedType(name)
    return value
