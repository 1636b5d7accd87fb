"""One object, one change: two parts of a policy that speak of the same object of the tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN065": Entry(
        '"{first}" and "{second}" are one object in the tenant: {name}',
        "Let one of the two lines decide: correct the identifier, or make one entry of the two.",
        "An object in the tenant gets one change. Two would undo each other at every apply, and people would have whichever was written "
        "last.",
    ),
    "PLN066": Entry(
        'two resources of this policy have the address "{first}"',
        "Rename one of the two.",
        "The address is how an object in the tenant is recognised as ours. Two resources with one address would be written over each "
        "other.",
    ),
    "PLN067": Entry(
        'group "{group}" would get {address} twice, with different filters',
        "Use one filter for the group, or two groups.",
        "Intune takes a group once in the assignments of an object. Two names, or a name and an id, turned out to be the same group in "
        "this tenant.",
    ),
}
