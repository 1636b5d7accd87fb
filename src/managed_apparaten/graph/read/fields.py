"""Properties of an answer that must be of one type: what does not look as we know it is not read as something else."""

from collections.abc import Mapping

from managed_apparaten.core.digest import JSON


class UnexpectedType(Exception):
    """A property is not of the type that Graph documents; the text is its name."""


def record(body: Mapping[str, JSON], name: str) -> dict[str, JSON]:
    """An object; null and nothing are an empty one."""
    found = body.get(name)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise UnexpectedType(name)
    return found


def records(body: Mapping[str, JSON], name: str) -> list[dict[str, JSON]]:
    """A list of objects; it must be there."""
    found = body.get(name)
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UnexpectedType(name)
    return found


def texts(body: Mapping[str, JSON], name: str) -> tuple[str, ...]:
    """A list of texts, sorted; null and nothing are an empty one."""
    found = body.get(name)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise UnexpectedType(name)
    return tuple(sorted(found))


def text(body: Mapping[str, JSON], name: str) -> str:
    """A text; null and nothing are an empty one."""
    found = body.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise UnexpectedType(name)
    return found


def switch(body: Mapping[str, JSON], name: str) -> bool:
    """True or false; it must be there."""
    found = body.get(name)
    if not isinstance(found, bool):
        raise UnexpectedType(name)
    return found
