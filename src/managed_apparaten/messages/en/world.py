"""What `apparaten tenant import` and `replay` say."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, str | Entry] = {
    "cli.tenant.import.refused": "refused: {why}",
    "cli.tenant.import.not-served": "not served: {type}",
    "cli.tenant.import.not-served.unknown": "not served: the file does not say what it is",
    "cli.tenant.import.left": "left out: groups are made with --make-groups",
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
    "cli.tenant.import.total": "{imported} imported, {refused} refused, {unserved} not served, {unread} not read; {beside} need no import.",
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
    "cli.tenant.replay.total": "{compared} exchanges compared, {differing} differences; "
    "{throttled} throttled, {permission} without permission and {unknown} about unknown objects left out.",
}
