"""`apparaten export`: what other systems than Intune need of the policy."""

from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.diagnostics import ready, tell_bare
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.intune.web_domains import Site, overlapping, overlaps, sites
from managed_apparaten.policy.model import GrantedException, PolicySet, Role
from managed_apparaten.render.domains import Heading, document, hosts, plain
from managed_apparaten.render.json import dumps
from managed_apparaten.render.pieces import wrapped


@click.group()
def command() -> None:
    """Write what other systems need of the policy."""


@command.command()
@click.option(
    "--role", "role_id", metavar="ID", help="What this role blocks; otherwise what every role blocks."
)
@click.option(
    "--format", "form", type=click.Choice(["plain", "hosts", "json"]), default="plain", show_default=True
)
@click.option(
    "-o", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
)
@click.pass_obj
def domains(context: Context, role_id: str | None, form: str, file: Path | None) -> int:
    """List the websites of blocked apps, for a DNS filter or a proxy: Intune blocks apps and no websites."""
    found = ready(context)
    if found is None:
        return FAILED
    policy, resolved, words = found[0].policy, found[0].resolved, context.words
    roles = [
        role for role in resolved.roles if (role.id == role_id if role_id else role.derived_from is None)
    ]
    if not roles:
        output.tell(wrapped(words.say("domains.no-role", role=role_id or ""), output.width()))
        return FAILED
    listed = sites(policy, resolved, roles)
    tell_bare([overlapping(one) for one in overlaps(policy, resolved, roles)], context, found[1])
    heading = Heading(
        policy.organisation.name,
        role_id,
        context.on,
        policy.digest,
        _exceptions(policy, roles, listed, context),
    )
    text = {
        "plain": lambda: plain(listed, heading, words),
        "hosts": lambda: hosts(listed, heading, words),
        "json": lambda: dumps(document(listed, heading)),
    }[form]()
    if not listed:
        output.tell(wrapped(words.say("domains.nothing"), output.width()))
    if file:
        file.write_bytes(text.encode())
    else:
        output.data(text)
    return DONE


def _exceptions(
    policy: PolicySet, roles: list[Role], listed: tuple[Site, ...], context: Context
) -> tuple[GrantedException, ...]:
    """Exceptions of the day for part of these people, for an app on the list."""
    there, apps = {role.id for role in roles}, {app.id for site in listed for app in site.apps}
    return tuple(
        exception
        for exception in policy.exceptions.values()
        if exception.active_on(context.on)
        and exception.role.value in there
        and any(app.value in apps for app in exception.apps)
    )
