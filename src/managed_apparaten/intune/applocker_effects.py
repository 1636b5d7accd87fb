"""What AppLocker rules do to an app of the catalogue, by what an identifier tells about it.

In a collection that is enforced and has any rule, a program needs a rule that allows it and none that denies it. One that audits lets
all start and writes down what it would stop. A package is known by name and publisher, both in its family name; a program by the name
of its file, so that a rule on a folder may or may not meet it: where it is installed the catalogue does not know.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Literal, TypeGuard

from managed_apparaten.compile.app_effect import SILENT, Answer, AppQuestion, Said, mark
from managed_apparaten.intune import windows_publishers
from managed_apparaten.intune.applocker import (
    ANY,
    EVERYONE,
    AppLockerRule,
    Path,
    Publisher,
    RuleCollection,
    Sort,
    package_name,
    publisher_id,
)
from managed_apparaten.policy.model import App, Identifier

OPEN: Mapping[Sort, Publisher | Path] = {"Exe": Path(ANY), "Msi": Path(ANY), "Appx": Publisher(ANY, ANY)}
"""The conditions that everything meets."""
SORTS: Mapping[str, Sort] = {"package-family-name": "Appx", "executable": "Exe", "publisher": "Exe"}
Starts = Literal["yes", "no", "depends"]


@dataclass(frozen=True, slots=True)
class StartVerdict:
    """Whether something starts under the rules of one collection, and by which rule; none for what no rule names."""

    starts: Starts
    rule: AppLockerRule | None = None


def judge(collections: Mapping[str, RuleCollection]) -> Answer:
    """The answer of collections by pointer, one of a sort."""

    def answer(asked: AppQuestion) -> Said:
        said = [
            _said(pointer, found, asked)
            for pointer, found in collections.items()
            if _about(found, asked.identifier)
        ]
        if asked.identifier is None:
            shut = next((s.pointer for s in said if s.opens is False), None)
            return _by_maker_alone(collections, asked.app, shut) or (
                SILENT if shut is None else mark("uncertain", shut)
            )
        return said[0] if said else SILENT

    return answer


def _by_maker_alone(collections: Mapping[str, RuleCollection], app: App, shut: str | None) -> Said | None:
    """For an app of which only the maker is known: whether everything of that maker is denied, or let in where all else is shut.

    It is denied by the rules for programs alone. It is let in only where those for packages let in that maker too: which of the two the
    app is, nobody knows.
    """
    stated = app.on("windows", "publisher")
    denied, allowed = _names(stated), _names(i for i in stated if i.may_allow())
    narrow = {
        pointer: found
        for pointer, found in collections.items()
        if found.mode == "Enabled" and found.sort in ("Exe", "Appx")
    }
    for pointer, found in narrow.items():
        if found.sort == "Exe" and denied and denied <= _whole(found, "Deny"):
            return Said(False, pointer=f"{pointer}/value")
    if shut is not None and allowed and all(_lets_in(found, allowed) for found in narrow.values()):
        return Said(True, pointer=shut)
    return None


def _names(stated: Iterable[Identifier]) -> set[str]:
    """Makers as AppLocker names the publisher of a program."""
    return {name for identifier in stated if (name := windows_publishers.publisher_name(identifier.value))}


def _whole(collection: RuleCollection, action: Literal["Allow", "Deny"]) -> set[str]:
    """The makers of whom a collection denies or allows everything, as AppLocker names the publisher of a program."""
    rules = [rule for rule in collection.rules if rule.action == action and rule.sid == EVERYONE]
    found = {
        windows_publishers.publisher_name(c.publisher)
        for rule in rules
        for c in (rule.condition,)
        if _is_whole(c)
    }
    return {name for name in found if name}


def _lets_in(collection: RuleCollection, makers: Set[str]) -> bool:
    anything = any(
        rule.action == "Allow" and rule.sid == EVERYONE and rule.condition == OPEN[collection.sort]
        for rule in collection.rules
    )
    return anything or makers <= _whole(collection, "Allow")


def _is_whole(condition: Publisher | Path) -> TypeGuard[Publisher]:
    return isinstance(condition, Publisher) and (condition.product, condition.binary) == (ANY, ANY)


def _about(collection: RuleCollection, identifier: Identifier | None) -> bool:
    return bool(collection.rules) and (identifier is None or SORTS.get(identifier.type) == collection.sort)


def _said(pointer: str, collection: RuleCollection, asked: AppQuestion) -> Said:
    verdict = _verdict(collection, asked.identifier, asked.app)
    place = f"{pointer}/value"
    if collection.mode == "AuditOnly":
        return SILENT if verdict.starts != "no" else mark("audited", place)
    if verdict.starts == "depends":
        return mark("uncertain", place)
    return Said(verdict.starts == "yes", pointer=place)


def _verdict(collection: RuleCollection, identifier: Identifier | None, app: App) -> StartVerdict:
    rules = [rule for rule in collection.rules if rule.sid == EVERYONE]
    if denied := _first(rules, "Deny", identifier):
        return StartVerdict("no", denied)
    if allowed := _first(rules, "Allow", identifier) or _by_maker(rules, identifier, app):
        return StartVerdict("yes", allowed)
    folders = any(rule.action == "Allow" and isinstance(rule.condition, Path) for rule in rules)
    return StartVerdict("depends" if folders and identifier and collection.sort == "Exe" else "no")


def _by_maker(
    rules: Iterable[AppLockerRule], identifier: Identifier | None, app: App
) -> AppLockerRule | None:
    """The rule that lets in all that the maker of a program signs, where a source that is kept says who that is."""
    if identifier is None or identifier.type != "executable":
        return None
    stated = {
        windows_publishers.publisher_name(i.value)
        for i in app.on("windows", "publisher")
        if i.verified and not i.weak
    }
    allowing = ((rule, rule.condition) for rule in rules if rule.action == "Allow")
    return next(
        (
            rule
            for rule, what in allowing
            if isinstance(what, Publisher) and _is_whole(what) and what.publisher in stated
        ),
        None,
    )


def _first(
    rules: Iterable[AppLockerRule], action: Literal["Allow", "Deny"], identifier: Identifier | None
) -> AppLockerRule | None:
    return next(
        (rule for rule in rules if rule.action == action and _meets(rule.condition, identifier)), None
    )


def _meets(condition: Publisher | Path, identifier: Identifier | None) -> bool:
    """Whether the condition is met for certain."""
    if isinstance(condition, Path):
        named = identifier is not None and identifier.type == "executable"
        return condition.path == ANY or (
            named and condition.path.lower() == f"*\\{identifier.value.lower()}" if identifier else False
        )
    if (condition.publisher, condition.product) == (ANY, ANY):
        return True
    if identifier is None or identifier.type != "package-family-name":
        return False
    name, _, publisher = identifier.value.rpartition("_")
    signed = condition.publisher == ANY or publisher_id(condition.publisher) == publisher
    return signed and condition.product.lower() in (ANY, package_name(f"{name}_{publisher}").lower())
