"""What an admin wrote, as frozen values that remember their place. Nothing is decided here.

The meaning of each field is in the JSON Schemas (`schemas/`), from which an editor completes; this is the same
language after loading. A value that can end up in an Intune field is `Located`, so that the field can name its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from managed_apparaten.core.names import folded
from managed_apparaten.core.span import Span

T = TypeVar("T", covariant=True)

Platform = Literal["ios", "android", "windows", "macos"]
PLATFORMS: tuple[Platform, ...] = ("ios", "android", "windows", "macos")
Step = Literal["advise", "monitor", "block", "remove", "allowlist"]
STEPS: tuple[Step, ...] = ("advise", "monitor", "block", "remove", "allowlist")
"""The enforcement ladder, lowest first; each step includes the ones before it."""
RuleEffect = Literal["block", "caution", "allow", "require"]
"""What a rule does. `require` is `allow`, and installed on the devices of the organisation as well."""
Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Located(Generic[T]):
    """A value and where it was written."""

    value: T
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """A text that people read, in one or both languages."""

    nl: str = ""
    en: str = ""

    def in_language(self, language: Language) -> str:
        """The text in that language, or in the other one when it was written only there."""
        return (self.nl or self.en) if language == "nl" else (self.en or self.nl)


@dataclass(frozen=True, slots=True)
class GroupRef:
    """An Entra group. The id wins over the name; without an id the name must match exactly one group in the tenant."""

    name: str
    id: str | None
    span: Span

    def is_same(self, other: "GroupRef") -> bool:
        """Whether both mean one group: ids decide, names only where an id is missing, and those as the directory compares them."""
        return self.id == other.id if self.id and other.id else folded(self.name) == folded(other.name)


@dataclass(frozen=True, slots=True)
class ScopeTag:
    """A scope tag of Intune, by its id or by its name."""

    name: str | None
    id: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Selector:
    """Which apps a rule is about: one app, a list, an advisory, a country of control or a category."""

    kind: Literal["app", "list", "advisory", "country", "category"]
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of policy. `owner` is the role's id, or None for a rule of the organisation."""

    effect: RuleEffect
    selectors: tuple[Selector, ...]
    span: Span
    owner: str | None = None
    locked: bool = False
    because: Text = Text()
    unverified: bool = False
    platforms: tuple[Platform, ...] = PLATFORMS


IdentifierType = Literal[
    "bundle-id", "app-store-id", "package", "package-family-name", "publisher", "executable", "winget-id", "store-id", "product-code",
    "intune-name", "team-id", "domain",
]  # fmt: skip


Grade = Literal["strong", "weak", "recalled"]
"""What an identifier rests on: a source that can be looked up, public code whose address was not kept or a single list, or nothing."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """How a platform knows an app. What it may be used for depends on its evidence, and more is asked of it to allow than to block."""

    platform: Literal["ios", "android", "windows", "macos", "web"]
    type: IdentifierType
    value: str
    span: Span
    source: str | None = None
    weak: bool = False

    @property
    def verified(self) -> bool:
        """Whether somebody saw this identifier with this app in a source that is named."""
        return self.source is not None

    @property
    def grade(self) -> Grade:
        """How good its evidence is."""
        if self.type == "intune-name":
            return "strong"  # who states a name in Intune, the organisation's own, saw it there
        return "recalled" if self.source is None else "weak" if self.weak else "strong"

    def may_block(self, unverified: bool = False) -> bool:
        """Whether it may stop an app; `unverified` is what the rule says. A wrong one mostly hits nothing."""
        return unverified or self.grade != "recalled"

    def may_allow(self, unverified: bool = False) -> bool:
        """Whether it may let an app through; `unverified` is what the rule says. A wrong one lets in another app."""
        return unverified or self.grade == "strong"


@dataclass(frozen=True, slots=True)
class Control:
    """Who controls the app ("in beheer"), which is not the seller in the shop. Only a confirmed country blocks by class."""

    entity: str
    country: str | None
    confidence: Literal["confirmed", "contested", "recalled", "unknown"]
    basis: str
    span: Span


@dataclass(frozen=True, slots=True)
class App:
    """An entry of the catalogue."""

    id: str
    name: str
    publisher: str
    control: Control
    category: str
    identifiers: tuple[Identifier, ...]
    span: Span
    system: bool = False
    """Part of the platform itself."""
    data_access: tuple[str, ...] = ()
    """Data that it asks access to, for example `contacts`; empty where nobody wrote it down."""
    management: bool = False
    """Company Portal, Authenticator, Defender, MDM agents: never blockable, never missing from an allowlist."""
    protectable: bool = False
    """Whether its catalogue entry says that app protection can cover it; Microsoft's own apps are known without."""

    def on(self, platform: str, *types: IdentifierType) -> tuple[Identifier, ...]:
        """Its identifiers on one platform, of the given types, in the order of the catalogue."""
        return tuple([i for i in self.identifiers if i.platform == platform and i.type in types])


@dataclass(frozen=True, slots=True)
class AppList:
    """A named set of apps."""

    id: str
    title: Text
    apps: tuple[Located[str], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class NamedApp:
    """A line of an advisory as printed in its source, with the app of our catalogue that it means."""

    name: str
    section: str
    position: int
    app: str
    span: Span
    correction: Text = Text()


@dataclass(frozen=True, slots=True)
class Document:
    """A document that an advisory rests on, in one line."""

    text: str
    section: str | None = None
    """The section of the named apps that rests on it; None: the whole advisory."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """Official advice: countries, and the apps that the source names."""

    id: str
    title: Text
    countries: tuple[Located[str], ...]
    named: tuple[NamedApp, ...]
    date: date
    source: str
    span: Span
    based_on: tuple[Document, ...] = ()

    def documents(self, named: NamedApp | None) -> tuple[str, ...]:
        """What it rests on for an app: all that holds for the whole of it, and for the section in which the app is named."""
        return tuple(
            d.text for d in self.based_on if d.section is None or (named and d.section == named.section)
        )


Ownership = Literal["corporate", "personal"]
Management = Literal["fully-managed", "corporate-work-profile", "dedicated", "work-profile"]


@dataclass(frozen=True, slots=True)
class DeviceClass:
    """A kind of device that a role uses. `management` is Android's; personal Android without it is not enrolled."""

    platform: Platform
    ownership: Ownership
    span: Span
    supervised: bool = False
    management: Management | None = None
    groups: tuple[GroupRef, ...] = ()
    """Device groups; empty means that the role's user groups are assigned."""
    enforcement: Located[Step] | None = None
    """The step on this class when it differs from the role's."""
    applocker: Located[Literal["audit", "enforce"]] | None = None
    """Windows: whether AppLocker only watches or stops; None leaves it to the step."""
    play_store: Located[Literal["assigned-apps", "open"]] | None = None
    """Android of the organisation: what its Play store shows; None is assigned apps only."""


@dataclass(frozen=True, slots=True)
class ProtectedApps:
    """Which apps app protection covers: a group that Microsoft maintains, or one of our lists."""

    group: Literal["core-microsoft", "all-microsoft", "all", "list"]
    list: str | None = None


@dataclass(frozen=True, slots=True)
class Protection:
    """App protection level (Microsoft's framework, levels 1 to 3) and the apps it covers."""

    level: Located[Literal["basic", "enhanced", "high"]]
    apps: Located[ProtectedApps]
    settings: tuple[tuple[str, Located[str | int | bool]], ...] = ()


@dataclass(frozen=True, slots=True)
class Compliance:
    """What makes a device compliant. Absent means that the kind's own default holds."""

    os_minimum: Mapping[str, Located[str]] = field(default_factory=dict)
    passcode: Located[str] | None = None
    grace_hours: Located[int] | None = None
    security_patch: Located[str] | None = None


Measure = Literal[
    "isolated-device",
    "no-work-account",
    "no-work-data",
    "no-client-data",
    "guest-network",
    "own-sim",
    "archived",
    "wiped-at-end",
]
"""What keeps the risk of an exception small."""
ISOLATING: tuple[Measure, ...] = ("isolated-device", "no-work-account")
"""Measures that are compiled: on the platforms of the exception its group gets the excepted apps and no app for work."""


@dataclass(frozen=True, slots=True)
class Risk:
    """The weighing of a role, each 1 (low) to 4 (very high); the rating is the highest."""

    data: int
    persons: int
    locations: int
    reason: Text
    assessed: date
    by: str
    span: Span

    @property
    def rating(self) -> int:
        """The highest of the three."""
        return max(self.data, self.persons, self.locations)


@dataclass(frozen=True, slots=True)
class AcceptedGap:
    """Approved apps of which the role accepts that they do not open on some platforms, with the reason."""

    apps: tuple[Located[str], ...]
    platforms: tuple[Platform, ...]
    because: Text
    span: Span
    until: Located[date] | None = None
    """The last day on which this is accepted; None: as long as it stands there."""


@dataclass(frozen=True, slots=True)
class Role:
    """People with the same work and the same risk, and what holds for them. Organisation defaults are already filled in."""

    id: str
    title: Text
    priority: Located[int]
    groups: tuple[GroupRef, ...]
    risk: Risk
    enforcement: Located[Step]
    devices: tuple[DeviceClass, ...]
    protection: Protection
    compliance: Compliance
    functions: Mapping[str, Located[str]]
    rules: tuple[Rule, ...]
    span: Span
    protect: bool = False
    private_use: Located[Literal["none", "limited", "own"]] | None = None
    """Whether its people may use a work device privately; own: they work on a device of their own."""
    scope_tags: tuple[ScopeTag, ...] = ()
    """Of its objects; none: those that administrators set are left alone."""
    accepted_gaps: tuple[AcceptedGap, ...] = ()
    derived_from: str | None = None
    """The role that an exception for a group was split from; a derived role stands just above it."""
    isolated: Mapping[Platform, Located[Measure]] = field(default_factory=dict)
    """Platforms on which a derived role gets no app for work and no app protection, with the measure that promises it."""

    def step_on(self, device: DeviceClass) -> Located[Step]:
        """The step of the ladder on one class of device."""
        return device.enforcement or self.enforcement


@dataclass(frozen=True, slots=True)
class Approval:
    """Who agreed, with the reference of the document that shows it."""

    by: str
    reference: str
    date: date
    span: Span


@dataclass(frozen=True, slots=True)
class GrantedException:
    """A dated, justified and approved deviation. Outside its dates it decides nothing; both dates are included."""

    id: str
    apps: tuple[Located[str], ...]
    platforms: tuple[Platform, ...]
    role: Located[str]
    group: GroupRef | None
    """When set, the exception holds for this group only, as a derived role just above `role`."""
    purpose: Text
    primary_task: Located[bool]
    """Whether the app is needed for a primary task of the organisation."""
    alternatives: Located[Text]
    measures: tuple[Located[Measure], ...]
    approvals: tuple[Approval, ...]
    starts: Located[date]
    ends: Located[date]
    span: Span

    def measure(self, *names: Measure) -> Located[Measure] | None:
        """The first of these measures that it promises."""
        return next((measure for measure in self.measures if measure.value in names), None)

    def active_on(self, day: date) -> bool:
        """Whether it decides anything on that day."""
        return self.starts.value <= day <= self.ends.value


@dataclass(frozen=True, slots=True)
class Guards:
    """Limits of what is applied within some days, as percentages of the people and devices under management and of our resources."""

    max_people: Located[int]
    max_devices: Located[int]
    max_deletes: Located[int]
    max_loosened: Located[int] | None = None
    """People who are less protected afterwards; the same as `max_people` where nothing is stated."""
    window_days: Located[int] | None = None
    """What was applied in so many days before counts along; one where nothing is stated."""

    @property
    def all(self) -> tuple[int, ...]:
        """The five numbers, in the order of `resource.applied`."""
        loosened = (self.max_loosened or self.max_people).value
        return (
            self.max_people.value,
            self.max_devices.value,
            self.max_deletes.value,
            loosened,
            self.window_days.value if self.window_days else 1,
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom people can turn to."""

    reporting_point: Located[str]
    helpdesk: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A text that people get, as the organisation wrote it; a language without a text has ours."""

    subject: Text
    body: Text
    span: Span


OrganisationType = Literal["gemeente", "gemeenschappelijke-regeling", "provincie", "waterschap", "other"]


@dataclass(frozen=True, slots=True)
class Approach:
    """The choice that the VNG offers, one line for all staff or one that follows the risk, and the decision that it rests on."""

    choice: Located[Literal["all-staff", "risk-based"]]
    reason: Text
    decision: Approval


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who we are, which tenant, and what holds for everyone."""

    id: str
    name: str
    type: Located[OrganisationType]
    approach: Approach
    language: Language
    embedded: bool
    tenant_id: str | None
    prefix: str
    protected_groups: tuple[GroupRef, ...]
    rules: tuple[Rule, ...]
    guards: Guards
    span: Span
    contact: Contact
    message: Message | None = None
    """The mail to somebody whose device does not comply."""
    assumptions: Mapping[str, Located[str]] = field(default_factory=dict)
    """By id, those that the organisation states; see `core.assumptions`."""
    cloud: str = "global"
    """Microsoft's cloud in which the tenant lives; see `graph.signin.clouds`."""
    scope_tags: tuple[ScopeTag, ...] = ()
    """Of what belongs to no role, and of roles that state none."""


@dataclass(frozen=True, slots=True)
class PolicySet:
    """Everything in a policy directory, checked. Mappings are ordered by id."""

    organisation: Organisation
    roles: Mapping[str, Role]
    apps: Mapping[str, App]
    lists: Mapping[str, AppList]
    advisories: Mapping[str, Advisory]
    exceptions: Mapping[str, GrantedException]
    digest: str
    """SHA-256 over the names and texts of all files, whatever their lines end with, so that a plan can say what it was made from."""
