"""What was asked for around the command: language, directories, tenant and date. The only reader of environment and clock."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from managed_apparaten.cli.interrupt import Interrupt
from managed_apparaten.core.clock import SystemClock, dutch_day
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.changes_made import ChangesMade
from managed_apparaten.graph.signin.clouds import CLOUDS, Cloud, cloud_of_address
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.words import Words

if TYPE_CHECKING:
    from managed_apparaten.plan.change import Plan
    from managed_apparaten.policy.model import Organisation

_LANGUAGE_LINE = re.compile(rb"^language:[ \t]*(nl|en)\b", re.MULTILINE)
_HEAD_OF_FILE = 4096
ALL = "all"
SEVERAL = ("validate", "doctor", "plan", "apply", "snapshot")
"""Commands that can be for several organisations at once."""
WORKERS = 8
"""Organisations at the same time; each tenant has limits of its own, so this machine sets the number (a choice of ours)."""
EMBEDDED, REAL = "embedded", "real"
IN_A_FILE_NAME = str.maketrans({":": "_", "[": "(", "]": ")", "/": "_"})
"""What stands in an address but not in a file name; nothing else of an address is one of the replacements."""


@dataclass(slots=True)
class Record:
    """What one organisation of several comes to, noted on the way for the table at the end."""

    problem: Diagnostic | None = None
    """The first error that was told."""
    actions: Counter[str] = field(default_factory=Counter)
    people: str = ""
    """Who gains or loses something, as the guard measured it: `412/1650 (25.0%)`."""

    def told(self, problems: Iterable[Diagnostic]) -> None:
        """Note what was told; the first error says why it went wrong."""
        self.problem = self.problem or next(
            (problem for problem in problems if problem.severity == "error"), None
        )

    def planned(self, plan: Plan) -> None:
        """Note what a plan would do; the plan itself is not kept."""
        self.actions = Counter(change.action for change in plan.changes)
        self.people = next((guard.measured for guard in plan.guards if guard.code == "PLN021"), "")


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation in a run of several: when to stop, and what is noted of it."""

    over: Callable[[], bool]
    """Whether nothing new may be begun: Ctrl-C, or the deadline."""
    end: float | None
    """When everything must be done, on the monotonic clock."""
    record: Record = field(default_factory=Record)


@dataclass(frozen=True, slots=True)
class Fleet:
    """Several organisations in one run."""

    organisations: tuple[str, ...]
    named: str
    """How they were named: `all`, or with commas."""
    workers: int
    minutes: float | None
    """For all of them together."""


@dataclass(frozen=True, slots=True)
class Context:
    """The global options, settled."""

    words: Words
    policies: Path
    tenant: str
    state: Path
    on: date
    auth: str | None = None
    """Way to sign in, when it was said."""
    cloud_name: str | None = None
    organisation: str | None = None
    """The one that is meant, where the policies hold several."""
    fleet: Fleet | None = None
    member: Member | None = None
    end: float | None = None
    """After which nothing new is begun, on the monotonic clock."""
    grace: float = 0.0
    """Seconds after that in which what is in hand may be finished."""
    written: ChangesMade = field(default_factory=ChangesMade, compare=False)
    """What was written to a tenant so far."""
    interrupt: Interrupt = field(default_factory=Interrupt, compare=False)

    def of(self, organisation: str, member: Member | None = None) -> Context:
        """The same for one organisation, whose tenant, journal and lock are kept apart."""
        file = self.snapshot / f"{organisation}.json" if self.snapshot and self.snapshot.is_dir() else None
        state = self.state / organisation
        one = replace(
            self,
            state=state,
            tenant=str(file or self.tenant),
            organisation=organisation,
            fleet=None,
            member=member,
        )
        return replace(one, end=member.end, grace=0.0, written=ChangesMade(self.written)) if member else one

    @property
    def until(self) -> float | None:
        """When all must be done, on the monotonic clock."""
        return None if self.end is None else self.end + self.grace

    def over(self) -> bool:
        """Whether nothing new may be begun: somebody asked to stop, or the deadline has passed."""
        late = self.end is not None and SystemClock().monotonic() >= self.end
        return self.member.over() if self.member else self.interrupt.asked or late

    @property
    def snapshot(self) -> Path | None:
        """The file that stands for the tenant."""
        return None if self.tenant in (EMBEDDED, REAL) or cloud_of_address(self.tenant) else Path(self.tenant)

    @property
    def embedded(self) -> bool:
        """Whether the tenant is the one in the state directory."""
        return self.tenant == EMBEDDED

    def cloud_of(self, organisation: Organisation) -> Cloud:
        """Where a tenant that is not embedded is reached: at its own address, or in the cloud that was asked for or is its own."""
        return cloud_of_address(self.tenant) or CLOUDS[self.cloud_name or organisation.cloud]

    @property
    def tenant_file(self) -> Path:
        """Where the embedded tenant lives."""
        return self.state / "tenant.sqlite"

    @property
    def desk(self) -> Path:
        """Where journal and lock of the embedded tenant are kept."""
        return self.state / EMBEDDED

    def desk_of(self, organisation: Organisation) -> Path:
        """Where journal and lock of the tenant at hand are kept: apart for each address and each real tenant."""
        if self.embedded:
            return self.desk
        if found := cloud_of_address(self.tenant):
            return self.state / ("at-" + found.graph.removeprefix("https://").translate(IN_A_FILE_NAME))
        return (
            self.state / f"{self.cloud_of(organisation).name}-{(organisation.tenant_id or 'unnamed').lower()}"
        )


def day_of(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """A date as YYYY-MM-DD and nothing else; anything else is a usage error."""
    if value is None:
        return None
    try:
        if len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise click.BadParameter(f"{value!r} is not a date written as YYYY-MM-DD.")


def known_tenant(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """`embedded`, `real`, an address or a snapshot; the rest is refused before anything is read."""
    if value in (EMBEDDED, REAL) or cloud_of_address(value) or Path(value).exists():
        return value
    near = difflib.get_close_matches(value, (EMBEDDED, REAL), n=1)
    hint = " Only HTTPS carries a sign-in: tenant serve --https." if value.startswith("http:") else ""
    hint = f" Did you mean {near[0]!r}?" if near else hint
    raise click.BadParameter(
        f"{value!r} is no tenant: 'embedded', 'real', a file of apparaten snapshot, or an address like https://localhost:8443.{hint}"
    )


def known_mode(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A way to sign in; the list is loaded only when one is named."""
    if value is None:
        return None
    from managed_apparaten.graph.signin.modes import MODES

    if value not in MODES:
        raise click.BadParameter(f"{value!r} is no way to sign in. There are: {', '.join(MODES)}.")
    return value


def settle(
    lang: str | None, policies: Path, tenant: str, state: Path, day: date | None, auth: str | None = None, cloud: str | None = None,
    organisation: str | None = None,
) -> Context:  # fmt: skip
    """Fill in what was left open: the (first) organisation's language, and today in the Netherlands."""
    home = policies / organisation.partition(",")[0] if organisation else policies
    words, today = Words(_known(lang) or _language_of(home)), day or dutch_day(SystemClock().now())
    return Context(words, policies, tenant, state, today, auth, cloud)


def narrowed(
    context: Context, named: str | None, workers: int | None, minutes: float | None, command: str | None
) -> Context:
    """The context of the organisations that were named: one, or several where the command is for several."""
    if minutes is not None:
        from managed_apparaten.workflow.fleet import GRACE

        context = replace(
            context, end=SystemClock().monotonic() + minutes * 60, grace=GRACE if command == "apply" else 0.0
        )
    if named is None:
        return context
    from managed_apparaten.policy.organisations import organisations

    found = organisations(context.policies)
    names = (
        found
        if named == ALL
        else list(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    )
    if len(names) == 1 and named != ALL:
        return context.of(names[0])
    if command not in SEVERAL:
        raise click.UsageError(f"{command} is for one organisation: --organisation NAME.")
    if unknown := sorted(set(names) - set(found)) or ([] if names else [named]):
        raise click.BadParameter(
            f"There is no organisation {', '.join(unknown)} in {context.policies}: {', '.join(found) or 'none at all'}."
        )
    return replace(
        context, fleet=Fleet(tuple(names), named, workers or (1 if context.embedded else WORKERS), minutes)
    )


def _known(lang: str | None) -> Lang | None:
    return next((known for known in get_args(Lang) if known == lang), None)


def _language_of(policies: Path) -> Lang:
    """The organisation's language, from one line of its file, so that even errors in that file can be told in it."""
    try:
        with (policies / "organisation.yaml").open("rb") as file:
            found = _LANGUAGE_LINE.search(file.read(_HEAD_OF_FILE))
    except OSError:
        return "en"
    return _known(found[1].decode()) or "en" if found else "en"
