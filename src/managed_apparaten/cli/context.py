"""What was asked for around the command: language, directories, tenant and date. The only reader of environment and clock."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import click

from managed_apparaten.core.clock import SystemClock
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.words import Words

_LANGUAGE_LINE = re.compile(rb"^language:[ \t]*(nl|en)\b", re.MULTILINE)
_HEAD_OF_FILE = 4096


@dataclass(frozen=True, slots=True)
class Context:
    """The global options, settled."""

    words: Words
    policies: Path
    tenant: str
    state: Path
    on: date

    @property
    def tenant_file(self) -> Path:
        """Where the embedded tenant lives."""
        return self.state / "tenant.sqlite"

    @property
    def desk(self) -> Path:
        """Where journal and lock of that tenant are kept."""
        return self.state / self.tenant


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
    """`embedded`; the rest is refused before anything is read."""
    if value != "embedded":
        raise click.BadParameter(f"{value!r} cannot be reached by this version; the only tenant it knows is 'embedded'.")
    return value


def settle(lang: str | None, policies: Path, tenant: str, state: Path, day: date | None) -> Context:
    """Fill in what was left open: the organisation's language, today's date on this machine's calendar."""
    return Context(Words(_known(lang) or _language_of(policies)), policies, tenant, state, day or SystemClock().now().astimezone().date())


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
