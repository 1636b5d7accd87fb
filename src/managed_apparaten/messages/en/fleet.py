"""Tenants in a file, and many tenants in one run."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA570": Entry(
        "unknown: {message} is not in the snapshot",
        "Take a new snapshot, or plan against the tenant itself.",
        "A snapshot answers only what was asked when it was taken. What it does not hold is unknown, not absent, so no plan is made.",
    ),
    "GRA571": Entry(
        'group "{name}" is unknown: it is not in the snapshot of {date}',
        "Take a new snapshot with these policies, or with --groups all.",
        "A snapshot holds the groups that the policies named when it was taken, and those that something in the tenant was assigned to. "
        "Whether another group exists cannot be known from it. An assignment without it would be a wrong one, so no plan is made. A "
        "snapshot with --groups all knows every group of the tenant; reading all their members can take long.",
    ),
    "GRA572": Entry(
        "setting {definition} is unknown: it is not in the snapshot of {date}",
        "Take a new snapshot with this version of apparaten.",
        "A plan looks up every setting of the settings catalog that it leans on. The snapshot holds those that its version could use; "
        "whether the tenant has this one cannot be known from it.",
    ),
    "GRA573": Entry(
        "the snapshot of {date} was taken by another version ({found}; this is {ours})",
        "Take a new snapshot with this version.",
        "Versions differ in the kinds of objects they know and in what they read of them. What another version did not read is unknown.",
    ),
    "GRA574": Entry(
        'the snapshot of {date} was taken for organisation "{found}"',
        "Take one with these policies.",
        "Which objects are ours follows from the organisation in their mark. A snapshot holds in full what was of the organisation that "
        "it was taken for; of everything else only the name.",
    ),
    "GRA575": Entry(
        "the snapshot of {date} is {days} days old",
        "Take a new one: apparaten snapshot -o FILE. After {limit} days every plan says so.",
        "A plan from a snapshot shows what would have changed then. Apply reads the tenant itself, so nothing wrong is carried out, but "
        "who reviews an old plan reviews something that may no longer be true.",
    ),
    "GRA576": Entry(
        "the file is no snapshot (at {pointer})",
        "Take a new one: apparaten snapshot -o FILE.",
        "A snapshot is a JSON document of a fixed shape (schemas/snapshot.json); this is not one, or it was cut off.",
    ),
    "GRA577": Entry(
        "the snapshot was changed after it was taken",
        "Take a new one: apparaten snapshot -o FILE.",
        "A snapshot carries a digest over everything in it. Here they differ, so somebody or something changed the file. It is not used.",
    ),
    "GRA578": Entry(
        "the snapshot has format {found}; this version reads format {known}",
        "Take a new one with this version.",
        "The form of the file is numbered. A form that this version does not know is not guessed at.",
    ),
    "GRA579": Entry(
        "nothing can be applied to a snapshot",
        "Name the tenant itself: --tenant real.",
        "A snapshot is a tenant as it was, to read from. Plan against it, have the plan reviewed, and apply it to the tenant: apply plans "
        "again and goes on only if the digest is still the same.",
    ),
    "GRA580": Entry(
        "values were left out of the snapshot: {names}",
        "A plan takes them away; look in Intune what they are if somebody needs them.",
        "Somebody added a setting of their own to an object of ours. Its value can be a secret, so it is not read and stands in no plan, "
        "journal or file: every plan shows **** in its place.",
    ),
    "GRA581": Entry(
        "{organisation} was not begun: the time given ({minutes} minutes) was over",
        "Run again for it, or give more time with --deadline.",
        "The deadline holds for the whole run. An organisation that was being read when it passed is stopped, one that was being written "
        "to finishes the object in hand, and the rest is not begun. A next run goes on where this one ended.",
    ),
    "GRA582": Entry(
        'organisations "{first}" and "{second}" name the same tenant {tenant}',
        "Correct the tenant id of one of them.",
        "Each organisation has its own lock and journal. Two that write to one tenant in the same run would not see each other.",
    ),
    "GRA583": Entry(
        "there is no reviewed plan for {organisation}: {file} is missing",
        "Make one: apparaten --organisation {organisation} plan -o {file}",
        "For several organisations apply takes a folder with one plan an organisation, and carries out only what is in it.",
    ),
    "GRA584": Entry(
        "{organisation} ended with a mistake of apparaten itself ({problem})",
        "The other organisations are not affected. Run it alone with APPARATEN_DEBUG=1 and report what it prints.",
        "One organisation is never stopped by another. What was written before is in the journal; plan again to see what state it is in.",
    ),
    "GRA585": Entry(
        "{organisation} was not begun: the run was interrupted",
        "Run again for it.",
        "Ctrl-C lets each organisation finish the request in hand and begins no other. A next run goes on where this one ended.",
    ),
    "POL391": Entry(
        "{directory} holds the policies of {count} organisations: {names}",
        "Say which: --organisation {first}, several with commas between them, or all.",
        "Each folder with an organisation.yaml is one organisation; a folder called shared holds what they have in common. A command is "
        "for one organisation unless you name more.",
    ),
    "POL392": Entry(
        'there is no organisation "{name}" in {directory}',
        "These are there: {names}",
        "The folders of a policy directory with an organisation.yaml in them are its organisations; --organisation names folders.",
    ),
    "POL393": Entry(
        'folder "{folder}" holds organisation "{id}"',
        "Give folder and organisation the same name.",
        "Marks in the tenant, plan files and journals go by the id of the organisation, commands by its folder. With two names somebody "
        "would sooner or later apply to the wrong one.",
    ),
    "cli.snapshot.header": "snapshot    taken {date}, {age}",
    "cli.snapshot.age": "{n} day old|{n} days old",
    "cli.snapshot.today": "less than a day old",
    "cli.snapshot.written": "Snapshot written to {file}: {objects}, {groups}, {people}, {devices}.",
    "cli.snapshot.nobody": "People and devices are numbers in it. Keep it as private as a list of group members: who knows a small group "
    "knows who is meant.",
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
    "GRA587": Entry(
        "{path} is no plain file of at most {limit} MiB",
        "Name the file that was written by plan -o, snapshot -o or snapshot --record.",
        "Pipes, devices and directories are not read: they can have no end. No plan, snapshot or recording of ours is larger.",
    ),
}
