"""Build apps, lists of apps and advisories."""

from collections.abc import Iterator, Mapping

from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.build.values import as_list, is_true, located, read_date, read_string, read_text
from managed_apparaten.policy.model import (
    Advisory,
    App,
    AppList,
    Control,
    Document,
    Identifier,
    IdentifierType,
    NamedApp,
)
from managed_apparaten.policy.node import Node

IDENTIFIER_KEYS: Mapping[str, IdentifierType] = {
    "bundle-ids": "bundle-id",
    "app-store-ids": "app-store-id",
    "packages": "package",
    "package-family-names": "package-family-name",
    "publishers": "publisher",
    "executables": "executable",
    "winget-ids": "winget-id",
    "store-ids": "store-id",
    "product-codes": "product-code",
    "intune-names": "intune-name",
    "team-id": "team-id",
    "domains": "domain",
}
"""Key in a catalogue file -> type of the identifiers under it."""


def build_app(node: Node) -> App:
    """Build an entry of the catalogue."""
    data_access = node.get("data-access")
    return App(
        id=node.fields["id"].value,
        name=node.fields["name"].value,
        publisher=node.fields["publisher"].value,
        control=_build_control(node.fields["control"]),
        category=node.fields["category"].value,
        identifiers=tuple(_build_identifiers(node)),
        span=node.span,
        system=is_true(node, "system"),
        data_access=tuple(item.value for item in data_access.items) if data_access else (),
        management=is_true(node, "management"),
        protectable=is_true(node, "app-protection"),
    )


def _build_identifiers(node: Node) -> Iterator[Identifier]:
    """Build the identifiers of an app, each with the evidence that `verified` gives under `platform:value`."""
    verified = node.get("verified")
    platform: JSON
    for platform, types in node.fields["identifiers"].fields.items():
        for key, values in types.fields.items():
            for value in as_list(values):
                text = str(value.value)
                evidence = verified.get(f"{platform}:{text}") if verified else None
                source = read_string(evidence.get("source")) if evidence else None
                is_weak = is_true(evidence, "weak") if evidence else False
                yield Identifier(platform, IDENTIFIER_KEYS[key], text, value.span, source, is_weak)


def _build_control(node: Node) -> Control:
    """Build who controls an app. Its place is that of the country, because that is what rules look at."""
    country = node.get("country")
    return Control(
        entity=node.fields["entity"].value,
        country=read_string(country),
        confidence=node.fields["confidence"].value,
        basis=read_string(node.get("basis")) or "",
        span=country.span if country else node.span,
    )


def build_app_list(node: Node) -> AppList:
    """Build a list of apps."""
    return AppList(
        node.fields["id"].value,
        read_text(node.fields["title"]),
        tuple(located(item) for item in node.fields["apps"].items),
        node.span,
    )


def build_advisory(node: Node) -> Advisory:
    """Build an advisory."""
    named = node.get("named-apps")
    return Advisory(
        id=node.fields["id"].value,
        title=read_text(node.fields["title"]),
        countries=tuple(located(item) for item in node.fields["countries"].items),
        named=tuple(_build_named_app(item) for item in named.items) if named else (),
        date=read_date(node.fields["date"]),
        source=_join_fields(node.fields["source"], "publisher", "title", "section", "url"),
        span=node.span,
        based_on=tuple(
            Document(_join_fields(item, "publisher", "date", "url"), read_string(item.get("for-section")))
            for item in as_list(node.get("based-on"))
        ),
    )


def _build_named_app(node: Node) -> NamedApp:
    fields = node.fields
    return NamedApp(
        name=fields["name"].value,
        section=fields["section"].value,
        position=fields["position"].value,
        app=fields["app"].value,
        span=node.span,
        correction=read_text(node.get("correction")),
    )


def _join_fields(node: Node, *keys: str) -> str:
    """Return the values of these fields in one line; absent fields are skipped."""
    return ", ".join(node.fields[key].value for key in keys if key in node.fields)
