"""Scope tags of Intune: what a policy names and the tenant has."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "cause.kind.scope-tag-stated": 'scope tag "{tag}"',
    "cause.kind.mark-tags": "what the policy says of scope tags changed; the tags themselves stay as they are",
    "cause.kind.mark-other": "only the digest in the mark differs, not the object: the mark was edited, a group got another name in the "
    "policy, or another version of apparaten wrote it",
    "cause.kind.mark-protect-on": "protect: true, from now on",
    "cause.kind.mark-protect-off": "protect: true no longer holds",
    "cli.plan.mark": "the mark of apparaten alone",
    "cli.plan.tags-stay": "its scope tags stay as they are: the policy states none",
    "PLN051": Entry(
        "the policy no longer states scope tags; {count} objects keep those that it gave them: {tags}",
        "To go back to the tag that Intune gives, write `scope-tags: [Default]`.",
        "Where a policy states no scope tags they are left as they are, whoever gave them: who sees an object never changes by leaving a "
        "line out. From the next apply on nobody can tell any more that these came from the policy.",
    ),
    "PLN068": Entry(
        'the tenant has no scope tag "{tag}"',
        "Correct the name or the id, or create the scope tag in the Intune admin center (Tenant administration, Roles, Scope tags).",
        "A scope tag says which administrators see an object. One that is not there cannot be given, and leaving it out would show the "
        "object to others than the policy says.",
    ),
    "PLN089": Entry(
        'the tenant has no scope tag "{tag}"; it has "{near}", which looks like it but for {characters}',
        "Rename the scope tag in the Intune admin center, correct the name here, or write under `scope-tags`: `- id: {id}`.",
        "A character that nobody sees, or a letter of another alphabet, makes it another name. It comes along when a name is copied from a "
        "document or a web page.",
    ),
    "PLN069": Entry(
        'the tenant has several scope tags "{tag}": {ids}',
        "Write the id of the one that is meant under `scope-tags`: `- id: ...`.",
        "Names are compared without regard to upper and lower case, as the service does.",
    ),
    "GRA586": Entry(
        'the snapshot of {date} does not know the scope tags of the tenant ("{tag}")',
        "Make a new snapshot with this policy, or plan on the tenant.",
        "The scope tags of a tenant are read only when a policy states some.",
    ),
}
