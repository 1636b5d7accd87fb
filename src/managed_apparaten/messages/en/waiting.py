"""Waiting for the tenant: what the progress line says, and when it takes too long."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA006": Entry(
        "no time left for {request}",
        "Run it again: what was done is seen, and the run goes on from there.",
        "One tenant may take an hour of sending and waiting. A service that is slow or busy for so long is not waited for any longer, so "
        "that the other tenants of a run get their turn. This request was not sent. What could not be read is unknown, so there is no "
        "plan; what apply had written is in its journal.",
    ),
    "cli.wait.asked": "waiting {seconds} s: {service} asks for patience",
    "cli.wait.down": "waiting {seconds} s: {service} cannot answer for a moment",
    "cli.wait.unreachable": "waiting {seconds} s: no answer from {service}",
    "cli.wait.budget": "waiting {seconds} s: {service} takes no more than this at a time",
}
