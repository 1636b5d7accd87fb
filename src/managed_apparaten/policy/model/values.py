"""Values that several parts of the policy use: platforms, texts, groups of Entra, and rules."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from managed_apparaten.core.names import fold_name
from managed_apparaten.core.span import Span

T = TypeVar("T", covariant=True)

Platform = Literal["ios", "android", "windows", "macos"]
PLATFORMS: tuple[Platform, ...] = ("ios", "android", "windows", "macos")
PLATFORM_NAMES: dict[str, str] = {"ios": "iOS", "android": "Android", "windows": "Windows", "macos": "macOS"}
"""Platform -> the maker's own name for it."""
Language = Literal["nl", "en"]
RuleEffect = Literal["block", "caution", "allow", "require"]
"""What a rule does with an app: forbid it, approve it under conditions, or approve it. `require` is `allow`, and the app is also
installed on devices of the organisation."""
RULE_EFFECTS: tuple[RuleEffect, ...] = ("allow", "caution", "require", "block")
"""The keys of a rule in a policy file; each rule has exactly one of them."""


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A value with the place in a policy file where it was written."""

    value: T
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people, in one or both languages; empty where it was not written."""

    nl: str = ""
    en: str = ""

    def in_language(self, language: Language) -> str:
        """Return the text in that language, or in the other one when it was written only there."""
        return (self.nl or self.en) if language == "nl" else (self.en or self.nl)


@dataclass(frozen=True, slots=True)
class GroupRef:
    """A reference to a group of Entra. With an id the name is not looked up; without one it must match exactly one group in the tenant."""

    name: str
    id: str | None
    span: Span

    def is_same(self, other: "GroupRef") -> bool:
        """Return whether both refer to one group: by id when both have one, otherwise by name as the directory compares names."""
        return self.id == other.id if self.id and other.id else fold_name(self.name) == fold_name(other.name)


@dataclass(frozen=True, slots=True)
class ScopeTag:
    """A reference to a scope tag of Intune, by its id or by its name; the other one is None."""

    name: str | None
    id: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Selector:
    """The apps that a rule is about: one app, or all apps of a list, an advisory, a country of control or a category."""

    kind: Literal["app", "list", "advisory", "country", "category"]
    value: str
    """Id of the app, list or advisory; code of the country; name of the category."""
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of policy that blocks or approves apps."""

    effect: RuleEffect
    selectors: tuple[Selector, ...]
    span: Span
    owner: str | None = None
    """Id of the role that the rule belongs to; None for a rule of the organisation."""
    locked: bool = False
    """Whether no role can loosen this rule; only an exception can deviate from it."""
    because: Text = Text()
    """The reason that the author gave."""
    unverified: bool = False
    """Whether identifiers without good evidence may be used for this rule."""
    platforms: tuple[Platform, ...] = PLATFORMS
