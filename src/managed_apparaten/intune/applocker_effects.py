"""What AppLocker rules do to an app of the catalogue, by what an identifier tells about it.

In a collection that is enforced and has any rule, a program needs a rule that allows it and none that denies it. One that audits lets
all start and writes down what it would stop. A package is known by name and publisher, both in its family name; a program by the name
of its file, so that a rule on a folder may or may not meet it: where it is installed the catalogue does not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeGuard

from managed_apparaten.compile.app_effect import SILENT, Answer, Asked, Said
from managed_apparaten.intune import windows_publishers
from managed_apparaten.intune.applocker import ANY, EVERYONE, Collection, Path, Publisher, Rule, Sort, package_name, publisher_id
from managed_apparaten.policy.model import App, Identifier

SORTS: Mapping[str, Sort] = {"package-family-name": "Appx", "executable": "Exe", "publisher": "Exe"}
Starts = Literal["yes", "no", "depends"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something starts under the rules of one collection, and by which rule; none for what no rule names."""

    starts: Starts
    rule: Rule | None = None


def judge(collections: Mapping[str, Collection]) -> Answer:
    """The answer of collections by pointer, one of a sort."""

    def answer(asked: Asked) -> Said:
        said = [_said(pointer, found, asked) for pointer, found in collections.items() if _about(found, asked.identifier)]
        if asked.identifier is None:
            if maker := _maker(collections, asked):
                return maker
            return Said(marks=frozenset({"uncertain"}), pointer=said[0].pointer) if any(s.opens is False for s in said) else SILENT
        return said[0] if said else SILENT

    return answer


def _maker(collections: Mapping[str, Collection], asked: Asked) -> Said | None:
    """For an app of which only the maker is known: whether everything of that maker is denied."""
    subjects = {identifier.value for identifier in asked.app.on("windows", "publisher")}
    for pointer, collection in collections.items():
        whole = {c.publisher for r in collection.rules if r.action == "Deny" for c in (r.condition,) if _is_whole(c)}
        if collection.mode == "Enabled" and collection.sort == "Exe" and subjects and subjects <= whole:
            return Said(False, pointer=f"{pointer}/value")
    return None


def _is_whole(condition: Publisher | Path) -> TypeGuard[Publisher]:
    return isinstance(condition, Publisher) and (condition.product, condition.binary) == (ANY, ANY)


def _about(collection: Collection, identifier: Identifier | None) -> bool:
    return bool(collection.rules) and (identifier is None or SORTS.get(identifier.type) == collection.sort)


def _said(pointer: str, collection: Collection, asked: Asked) -> Said:
    verdict = _verdict(collection, asked.identifier, asked.app)
    place = f"{pointer}/value"
    if collection.mode == "AuditOnly":
        return SILENT if verdict.starts != "no" else Said(marks=frozenset({"audited"}), pointer=place)
    if verdict.starts == "depends":
        return Said(marks=frozenset({"uncertain"}), pointer=place)
    return Said(verdict.starts == "yes", pointer=place)


def _verdict(collection: Collection, identifier: Identifier | None, app: App) -> Verdict:
    rules = [rule for rule in collection.rules if rule.sid == EVERYONE]
    if denied := _first(rules, "Deny", identifier):
        return Verdict("no", denied)
    if allowed := _first(rules, "Allow", identifier) or _by_maker(rules, identifier, app):
        return Verdict("yes", allowed)
    folders = any(rule.action == "Allow" and isinstance(rule.condition, Path) for rule in rules)
    return Verdict("depends" if folders and identifier and collection.sort == "Exe" else "no")


def _by_maker(rules: Iterable[Rule], identifier: Identifier | None, app: App) -> Rule | None:
    """The rule that lets in all that the maker of a program signs, where a source that is kept says who that is."""
    if identifier is None or identifier.type != "executable":
        return None
    stated = {windows_publishers.publisher_name(i.value) for i in app.on("windows", "publisher") if i.verified and not i.weak}
    allowing = ((rule, rule.condition) for rule in rules if rule.action == "Allow")
    return next((rule for rule, what in allowing if isinstance(what, Publisher) and _is_whole(what) and what.publisher in stated), None)


def _first(rules: Iterable[Rule], action: Literal["Allow", "Deny"], identifier: Identifier | None) -> Rule | None:
    return next((rule for rule in rules if rule.action == action and _meets(rule.condition, identifier)), None)


def _meets(condition: Publisher | Path, identifier: Identifier | None) -> bool:
    """Whether the condition is met for certain."""
    if isinstance(condition, Path):
        named = identifier is not None and identifier.type == "executable"
        return condition.path == ANY or (named and condition.path.lower() == f"*\\{identifier.value.lower()}" if identifier else False)
    if (condition.publisher, condition.product) == (ANY, ANY):
        return True
    if identifier is None or identifier.type != "package-family-name":
        return False
    name, _, publisher = identifier.value.rpartition("_")
    signed = condition.publisher == ANY or publisher_id(condition.publisher) == publisher
    return signed and condition.product.lower() in (ANY, package_name(f"{name}_{publisher}").lower())
