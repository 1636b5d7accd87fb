"""Texts of `apparaten tenant` (the embedded tenant) and of `apparaten snapshot --record`."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.tenant.seeded": (
        "There was no embedded tenant in {path} yet; made one with the people, devices and old policies of "
        "{world}."
    ),
    "cli.tenant.reset": "The embedded tenant in {path} is gone; the next command makes a new one.",
    "cli.tenant.absent": "There is no embedded tenant in {path}.",
    "cli.tenant.exists": "There is an embedded tenant in {path} already: apparaten tenant reset",
    "cli.tenant.requests": "requests",
    "cli.tenant.no-writes": "No writes yet.",
    "cli.tenant.throttled": "requests told to wait",
    "cli.tenant.early": "requests that did not wait",
    "cli.tenant.not-loopback": (
        "{host} is not a loopback address. The embedded tenant is for this machine only: 127.0.0.1, ::1 or "
        "localhost."
    ),
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
    "cli.tenant.rules.permissions": (
        "{routes} routes with the permissions that open them: {list} from Microsoft's list, {page} from a "
        "newer page, {near} as the object above them, {assumed} assumed."
    ),
    "cli.tenant.import.refused": "refused: {why}",
    "cli.tenant.import.not-served": "not served: {type}",
    "cli.tenant.import.not-served.unknown": "not served: the file does not say what it is",
    "cli.tenant.import.left": "left out: groups are made with --make-groups",
    "cli.tenant.import.unreadable.plain": "not read: no plain file",
    "cli.tenant.import.unreadable.large": "not read: too large",
    "cli.tenant.import.unreadable.text": "not read: neither UTF-8 nor UTF-16",
    "cli.tenant.import.unreadable.format": "not read: no JSON or YAML",
    "cli.tenant.import.unreadable.shape": "not read: no object in it",
    "cli.tenant.import.remark.group": "not assigned to {what}: there is no such group",
    "cli.tenant.import.remark.groups": "not assigned to {what}: more than one group has that name",
    "cli.tenant.import.remark.filter": "not assigned with {what}: there is no such filter",
    "cli.tenant.import.remark.tag": "without scope tag {what}: there is none",
    "cli.tenant.import.remark.template": "without message {what}: there is no such template",
    "cli.tenant.import.remark.app": "without app {what}: there is none",
    "cli.tenant.import.remark.location": "without location {what}: there is none",
    "cli.tenant.import.remark.person": "without account {what}: there is none",
    "cli.tenant.import.remark.part": "without its {what}: the embedded tenant does not serve them",
    "cli.tenant.import.remark.masked": "the value of {what} was masked in the export, and stays so",
    "cli.tenant.import.made": "Made group {name}.",
    "cli.tenant.import.total": (
        "{imported} imported, {refused} refused, {unserved} not served, {unread} not read; {beside} need no "
        "import."
    ),
    "cli.tenant.import.empty": "There is nothing to import in {path}.",
    "cli.tenant.import.no-folder": "{path} cannot be read: {problem}.",
    "cli.tenant.replay.no-recording": "{path} holds no recording: line {number}.",
    "cli.tenant.replay.no-file": "{path} cannot be read: {problem}.",
    "cli.tenant.replay.status": "recorded {recorded}, here {here}",
    "cli.tenant.replay.code": "error code: recorded {recorded}, here {here}",
    "cli.tenant.replay.nested": "message of the error: recorded {recorded}, here {here}",
    "cli.tenant.replay.missing": "{where} ({recorded}) was recorded, and is not answered here",
    "cli.tenant.replay.extra": "{where} ({here}) is answered here, and was not recorded",
    "cli.tenant.replay.kind": "{where}: recorded {recorded}, here {here}",
    "cli.tenant.replay.often": "{number} times",
    "cli.tenant.replay.total": (
        "{compared} exchanges compared, {differing} differences; {throttled} throttled, {permission} "
        "without permission and {unknown} about unknown objects left out."
    ),
    "cli.record.written": "Recording written to {file}: {kept} of {seen} exchanges, the others have the same shape.",
    "cli.record.shapes": (
        "It holds shapes: which members an answer has, and of which kind. Names, texts, numbers and dates "
        "are not in it, ids are running numbers. It is text; read it before it goes anywhere."
    ),
    "cli.record.unknown": (
        "What is not known here is a number in it. If these are names of Graph's, and of nobody else, send "
        "them along:"
    ),
}
