"""What the commands around the embedded tenant say."""

TEXTS: dict[str, str] = {
    "cli.tenant.throttled": "requests told to wait",
    "cli.tenant.early": "requests that did not wait",
    "cli.tenant.not-loopback": "{host} is not a loopback address. The embedded tenant is for this machine only: "
    "127.0.0.1, ::1 or localhost.",
    "cli.tenant.serve.at": "Embedded tenant {id} at {url}/v1.0 and {url}/beta; stop with Ctrl-C.",
    "cli.tenant.serve.token": "Tokens: {url}",
    "cli.tenant.serve.app": "  {name}: client {id}, secret {secret}",
    "cli.tenant.serve.authority": "Certificate authority of this run, for clients to trust: {path}",
    "cli.tenant.serve.stopped": "Stopped.",
    "cli.tenant.rules.off": "off",
    "cli.tenant.rules.total": "{total} behaviours, of which {assumed} assumptions.",
    "cli.tenant.protected": "Writes now need a second person: {names}.",
    "cli.tenant.unprotected": "No write needs a second person any more.",
    "cli.tenant.nothing-waits": "Nothing waits for approval.",
    "cli.tenant.waits-not": "{code} does not wait for approval.",
    "cli.tenant.approved": "{code} is approved; the same request, sent again, goes through.",
    "cli.tenant.rejected": "{code} is rejected.",
    "cli.tenant.cancelled": "{code} is cancelled.",
}
