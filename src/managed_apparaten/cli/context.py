"""What was asked for around the command: language, directories, tenant and date. The only reader of environment and clock."""

import difflib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import click

from managed_apparaten.core.clock import SystemClock
from managed_apparaten.graph.clouds import CLOUDS, Cloud, at
from managed_apparaten.messages.catalogue import Lang
from managed_apparaten.render.words import Words

_LANGUAGE_LINE = re.compile(rb"^language:[ \t]*(nl|en)\b", re.MULTILINE)
_HEAD_OF_FILE = 4096
EMBEDDED, REAL = "embedded", "real"
_IN_A_FILE_NAME = str.maketrans({":": "_", "[": "(", "]": ")"})
"""What stands in an address but not in a file name; nothing else of an address is one of the replacements."""


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

    @property
    def embedded(self) -> bool:
        """Whether the tenant is the one in the state directory."""
        return self.tenant == EMBEDDED

    @property
    def cloud(self) -> Cloud:
        """Where a tenant that is not embedded is reached."""
        return at(self.tenant) or CLOUDS[self.cloud_name or "public"]

    @property
    def tenant_file(self) -> Path:
        """Where the embedded tenant lives."""
        return self.state / "tenant.sqlite"

    @property
    def desk(self) -> Path:
        """Where journal and lock of the embedded tenant are kept."""
        return self.state / EMBEDDED

    def desk_of(self, tenant_id: str | None) -> Path:
        """Where journal and lock of the tenant at hand are kept: apart for each address and each real tenant."""
        if self.embedded:
            return self.desk
        if found := at(self.tenant):
            return self.state / ("at-" + found.graph.removeprefix("https://").translate(_IN_A_FILE_NAME))
        return self.state / f"{self.cloud.name}-{(tenant_id or 'unnamed').lower()}"


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
    """`embedded`, `real` or an address; the rest is refused before anything is read."""
    if value in (EMBEDDED, REAL) or at(value):
        return value
    near = difflib.get_close_matches(value, (EMBEDDED, REAL), n=1)
    hint = " Only HTTPS carries a sign-in: tenant serve --https." if value.startswith("http:") else ""
    hint = f" Did you mean {near[0]!r}?" if near else hint
    raise click.BadParameter(f"{value!r} is no tenant: 'embedded', 'real', or an address like https://localhost:8443.{hint}")


def known_mode(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """A way to sign in; the list is loaded only when one is named."""
    if value is None:
        return None
    from managed_apparaten.graph.signin_modes import MODES

    if value not in MODES:
        raise click.BadParameter(f"{value!r} is no way to sign in. There are: {', '.join(MODES)}.")
    return value


def settle(
    lang: str | None, policies: Path, tenant: str, state: Path, day: date | None, auth: str | None = None, cloud: str | None = None
) -> Context:
    """Fill in what was left open: the organisation's language, today's date on this machine's calendar."""
    words, today = Words(_known(lang) or _language_of(policies)), day or SystemClock().now().astimezone().date()
    return Context(words, policies, tenant, state, today, auth, cloud)


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
