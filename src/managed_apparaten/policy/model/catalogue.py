"""The catalogue: apps with their identifiers and who controls them, lists of apps, and published advisories."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from managed_apparaten.core.span import Span
from managed_apparaten.policy.model.values import Located, Text

IdentifierType = Literal[
    "bundle-id", "app-store-id", "package", "package-family-name", "publisher", "executable", "winget-id", "store-id", "product-code",
    "intune-name", "team-id", "domain",
]  # fmt: skip

Grade = Literal["strong", "weak", "recalled"]
"""The evidence for an identifier. `strong`: a source that can be looked up. `weak`: public code whose address was not kept, or a single
list. `recalled`: no source."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier by which a platform recognises an app. Allowing an app needs better evidence than blocking it."""

    platform: Literal["ios", "android", "windows", "macos", "web"]
    type: IdentifierType
    value: str
    span: Span
    source: str | None = None
    """The source in which somebody saw it with this app; None when nobody recorded one."""
    weak: bool = False
    """Whether the catalogue calls that source weak."""

    @property
    def verified(self) -> bool:
        """Whether a source names this identifier with this app."""
        return self.source is not None

    @property
    def grade(self) -> Grade:
        """How good its evidence is. A name in Intune is the organisation's own: whoever states it saw it there."""
        if self.type == "intune-name":
            return "strong"
        if self.source is None:
            return "recalled"
        return "weak" if self.weak else "strong"

    def may_block(self, unverified: bool = False) -> bool:
        """Return whether a rule may block an app by it; a wrong identifier mostly blocks nothing.

        `unverified` is whether the rule accepts identifiers without good evidence.
        """
        return unverified or self.grade != "recalled"

    def may_allow(self, unverified: bool = False) -> bool:
        """Return whether a rule may allow an app by it; a wrong identifier allows another app.

        `unverified` is whether the rule accepts identifiers without good evidence.
        """
        return unverified or self.grade == "strong"


@dataclass(frozen=True, slots=True)
class Control:
    """The company that decides about an app, which need not be the seller in the store."""

    entity: str
    country: str | None
    """ISO 3166-1 alpha-2 code of its country; None when unknown."""
    confidence: Literal["confirmed", "contested", "recalled", "unknown"]
    """How sure the country is. Rules about a country reach only apps whose country is `confirmed`."""
    basis: str
    """The source of it."""
    span: Span


@dataclass(frozen=True, slots=True)
class App:
    """An entry of the catalogue: one program, on all its platforms."""

    id: str
    name: str
    publisher: str
    control: Control
    category: str
    identifiers: tuple[Identifier, ...]
    span: Span
    system: bool = False
    """Whether it is part of the platform itself."""
    data_access: tuple[str, ...] = ()
    """Data that it asks access to, for example `contacts`; empty when nobody recorded it."""
    management: bool = False
    """Whether it manages or secures devices (Company Portal, Authenticator, Defender, MDM agents). Such an app is never blocked and stands
    on every allowlist."""
    protectable: bool = False
    """Whether the catalogue says that an app protection policy can cover it. Microsoft's own apps need no such statement."""

    def on(self, platform: str, *types: IdentifierType) -> tuple[Identifier, ...]:
        """Return its identifiers of the given types on one platform, in the order of the catalogue."""
        return tuple([i for i in self.identifiers if i.platform == platform and i.type in types])


@dataclass(frozen=True, slots=True)
class AppList:
    """A named list of apps, for rules and for app protection."""

    id: str
    title: Text
    apps: tuple[Located[str], ...]
    """Ids of the apps."""
    span: Span


@dataclass(frozen=True, slots=True)
class NamedApp:
    """A line of an advisory as its source prints it, with the app of our catalogue that it means."""

    name: str
    section: str
    position: int
    """Its place in the section, from 1."""
    app: str
    """Id of the app."""
    span: Span
    correction: Text = field(default_factory=Text)
    """What is wrong with the line in its source; empty when nothing is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document on which an advisory is based, described in one line."""

    text: str
    section: str | None = None
    """The section of named apps that is based on it; None for the whole advisory."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """A published advice against apps: the countries that it is about, and the apps that it names."""

    id: str
    title: Text
    countries: tuple[Located[str], ...]
    named: tuple[NamedApp, ...]
    date: date
    source: str
    span: Span
    based_on: tuple[Document, ...] = ()

    def documents(self, named: NamedApp | None) -> tuple[str, ...]:
        """Return the documents behind the advice on an app: those of the whole advisory, and those of the section that names the app.

        `named` is the line that names the app, or None when the app is reached through its country.
        """
        return tuple(
            document.text
            for document in self.based_on
            if document.section is None or (named and document.section == named.section)
        )
