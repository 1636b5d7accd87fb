"""Texts of a command that runs for several organisations."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cli.fleet.progress": "{done} of {total}: {organisation} ...",
    "cli.fleet.heading": "== {organisation}",
    "cli.fleet.column.organisation": "organisation",
    "cli.fleet.column.result": "result",
    "cli.fleet.column.changes": "changes",
    "cli.fleet.column.people": "people",
    "cli.fleet.result.kept": "kept",
    "cli.fleet.result.no-changes": "no changes",
    "cli.fleet.result.valid": "valid",
    "cli.fleet.result.in-place": "in place",
    "cli.fleet.result.planned": "planned",
    "cli.fleet.result.applied": "applied",
    "cli.fleet.result.partly": "partly",
    "cli.fleet.result.refused": "refused",
    "cli.fleet.result.failed": "failed",
    "cli.fleet.result.waiting": "waiting",
    "cli.fleet.result.crashed": "crashed",
    "cli.fleet.result.not-begun": "not begun",
    "cli.fleet.plans": "The plans are in {folder}. To apply them:",
    "cli.fleet.total": "{good} of {total} organisations went well.",
    "cli.fleet.all-well": "All {total} organisations went well.",
    "cli.fleet.rest": "Not: {names}",
}
