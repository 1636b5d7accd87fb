"""Texts for what a plan would otherwise overlook: what Graph hides, and what another policy or the service does to ours."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA007": Entry(
        "Graph hides the properties of what {request} lists",
        "Grant {message} to the application, with the consent of an administrator, and plan again. `apparaten doctor` names everything "
        "that is missing.",
        "Who may read a group but not the people or devices in it gets them all the same, each with an id and every other property empty. "
        "Whether such an account is enabled is then unknown, and a device cannot be found again in Intune. A plan that left them out would "
        "count too few people and devices, and its guards would not notice. So this counts as a read that failed.",
    ),
}
