"""`apparaten tenant serve`: the embedded tenant over HTTP, for clients that have never heard of us."""

import re
import signal
import threading
from pathlib import Path

import click

from managed_apparaten.cli import output
from managed_apparaten.cli.context import Context
from managed_apparaten.cli.exit_codes import DONE, FAILED
from managed_apparaten.cli.interrupt import listened
from managed_apparaten.cli.private_files import write_private
from managed_apparaten.cli.target import embedded
from managed_apparaten.core.clock import SystemClock
from managed_apparaten.emulator.core.behaviour import Behaviours
from managed_apparaten.emulator.doors import serving
from managed_apparaten.emulator.doors.server import NotLoopback, Server
from managed_apparaten.emulator.identity import registrations
from managed_apparaten.emulator.recording.file import Recorder
from managed_apparaten.emulator.tenant import Tenant
from managed_apparaten.render.escape import visible
from managed_apparaten.render.pieces import Line, line, wrapped

DURATION = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,3})?)(ms|s)")
LONGEST = 60.0


def seconds(_ctx: click.Context, _param: click.Parameter, value: str) -> float:
    """`100ms` or `1.5s` as seconds; anything else is a usage error."""
    found = DURATION.fullmatch(value)
    amount = float(found[1]) / (1000 if found[2] == "ms" else 1) if found else LONGEST + 1
    if amount > LONGEST:
        raise click.BadParameter(f"{value!r} is no time such as 100ms or 1.5s, of at most a minute.")
    return amount


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes any free port."
)
@click.option(
    "--https", "secure", is_flag=True, help="HTTPS, with a certificate authority made for this run."
)
@click.option("--throttle", is_flag=True, help="Keep to Microsoft's published limits: 429 beyond them.")
@click.option(
    "--latency",
    default="0ms",
    show_default=True,
    callback=seconds,
    metavar="TIME",
    help="How long each answer takes on top.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every exchange there, scrubbed, when it stops.",
)
@click.pass_obj
def serve(
    context: Context, host: str, port: int, secure: bool, throttle: bool, latency: float, record: Path | None
) -> int:
    """Answer Graph requests on loopback, until interrupted."""
    behaviours = Behaviours().with_("throttling") if throttle else Behaviours()
    authority_file = context.state / serving.AUTHORITY_FILE if secure else None
    recorder = Recorder() if record else None
    with embedded(context, behaviours) as tenant:
        try:
            server = serving.server(
                tenant, host, port, authority_file=authority_file, latency=latency, recorder=recorder
            )
        except NotLoopback:
            output.tell(
                wrapped(context.words.say("cli.tenant.not-loopback", host=visible(host)), output.width())
            )
            return FAILED
        with server:
            stopped = threading.Event()
            for number in listened():
                signal.signal(number, lambda *_: stopped.set())
            output.show(_greeting(context, tenant, server))
            if authority_file:
                output.show(
                    [line(context.words.say("cli.tenant.serve.authority", path=visible(str(authority_file))))]
                )
            run(server, stopped, None if context.end is None else context.end - SystemClock().monotonic())
        if record and recorder:
            write_private(record, recorder.dump(), context.written)
        output.show([line(context.words.say("cli.tenant.serve.stopped"))])
    return DONE


def run(server: Server, stopped: threading.Event, seconds: float | None = None) -> None:
    """Serve until told to stop, or until the time is over; running requests end first."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        stopped.wait(None if seconds is None else max(0.0, seconds))
    finally:
        server.stop()
        thread.join()


def _greeting(context: Context, tenant: Tenant, server: Server) -> list[Line]:
    words, (tenant_id, _) = context.words, tenant.identity()
    lines = [
        words.say("cli.tenant.serve.at", url=server.url, id=tenant_id),
        words.say("cli.tenant.serve.token", url=f"{server.url}/{tenant_id}/oauth2/v2.0/token"),
    ]
    for app in registrations.given():
        secret = registrations.known_secret(app.name)
        lines.append(words.say("cli.tenant.serve.app", name=app.name, id=app.id, secret=secret))
    return [line(text) for text in lines]
