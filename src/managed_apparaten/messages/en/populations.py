"""What a plan refuses because of the people and devices that roles, exceptions and requirements meet in the tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN085": Entry(
        'roles "{first}" and "{second}" have the same priority {priority} and share {people} people and {devices} devices',
        "Give one of them a higher priority, or make their groups disjoint.",
        "Everybody gets the policies of one role: the one with the higher priority. With equal numbers none goes first, so both policies "
        "reach these people. Of compliance and app protection the stricter value of each setting holds then; of device restrictions Intune "
        "shows a conflict and promises neither.",
    ),
    "PLN086": Entry(
        'exception {exception} is for group "{group}", of which {people} of {all} people are not in role "{role}"',
        "Take these people out of the group, add them to the group of the role, or write the exception for their own role.",
        "An exception was weighed for the work and the risk of one role. People outside it would get the policies of that role, and "
        "the app.",
    ),
    "PLN087": Entry(
        "os-minimum {version} for {platform}: none of the {devices} devices that must meet it does, the newest in the tenant has {newest}",
        "Ask for a version that exists and that your devices can install.",
        "No device of this platform in the whole tenant has this version or a later one. After the grace period none of these devices "
        "would be compliant, or let people into their apps.",
    ),
}
