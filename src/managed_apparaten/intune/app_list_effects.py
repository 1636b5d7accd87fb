"""What lists of apps do, whichever kind of object holds them: keep out what is named, or all that is not named."""

from collections.abc import Mapping

from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Mark, Said, mark
from managed_apparaten.core.digest import JSON

Listed = Mapping[str, str]
"""Identifier -> pointer."""


def stops(denied: Listed | None, allowed: Listed | None, pointer: str = "") -> Answer:
    """A list of apps that are kept out, and one of the only apps that are let in; either may be absent. Denied goes before allowed."""

    def answer(asked: AppQuestion) -> Said:
        value = asked.identifier.value if asked.identifier else ""
        if denied is not None and value in denied:
            return Said(False, pointer=denied[value])
        if allowed is None:
            return SILENT
        return Said(True, pointer=allowed[value]) if value in allowed else Said(False, pointer=pointer)

    return answer


def marks(name: Mark, listed: Listed) -> Answer:
    """A list that stops nothing."""

    def answer(asked: AppQuestion) -> Said:
        value = asked.identifier.value if asked.identifier else ""
        return mark(name, listed[value]) if value in listed else SILENT

    return answer


def app_ids(body: JSON, name: str) -> Listed:
    """The identifiers in a list of Graph's `appListItem`s."""
    return {item["appId"]: f"/{name}/{place}/appId" for place, item in enumerate(body.get(name) or ())}
