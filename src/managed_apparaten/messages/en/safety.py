"""Texts for what a plan would otherwise overlook: what Graph hides, and what another policy or the service does to ours."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "GRA007": Entry(
        "Graph shows accountEnabled of nobody that {request} lists",
        "Look whether the application has {message}, with the consent of an administrator: `apparaten doctor` names everything that is "
        "missing. If it has, the property accountEnabled of the accounts in that group is empty: set it, and plan again.",
        "Who may read a group but not the people or devices in it gets them all the same, each with an id and every other property "
        "empty. Whether such an account is enabled is then unknown, and a device cannot be found again in Intune. A plan that left them "
        "out would count too few people and devices, and its guards would not notice. So this counts as a read that failed.",
    ),
    "GRA008": Entry(
        "the plain value of a setting that Intune masks may not be read (403): {request}",
        "Plan with the application that applies, or grant DeviceManagementConfiguration.ReadWrite.All to this one. {message}",
        "Intune gives the values of a custom Windows profile back as asterisks, our AppLocker rules too, and tells the plain ones only "
        "to who may write them. Without them nobody could see whether somebody opened the rules, so there is no plan. A plan writes "
        "nothing, whatever it was granted. Before the first apply there is no such profile yet and reading is enough.",
    ),
    "PLN070": Entry(
        'group "{name}" hides who is in it, so the plan does not know whom it reaches',
        "Grant Member.Read.Hidden to the application, or use a group that shows its members. Until then the guards take it for everybody.",
        "A Microsoft 365 group can have hidden membership. Graph then gives an application without Member.Read.Hidden an empty list, "
        "with success, just like that of a group without people. Counting nobody would let the guards sleep, so whatever changes for "
        "this group counts as a change for everybody: it takes --allow-people and --allow-devices, by somebody who knows who is in it. "
        "Such a group that is left out is not subtracted: numbers are then too high rather than too low. An empty group of this sort "
        "looks the same.",
    ),
    "PLN071": Entry(
        "{address} gets people from another object and leaves people to another; until those have them it is assigned to both",
        "",
        "`assign` replaces a whole list, so an object that gets and leaves people is written twice, and nobody is ever without. In "
        "between some people have two objects of one kind. Compliance and app protection then hold to the stricter of the two. Of two "
        "configurations, what they agree on stays, and what differs is open to doubt until the second write, which follows in the same "
        "run. Where writes wait for approval that can take days.",
    ),
    "PLN072": Entry(
        "{address} gets people from another object and leaves people to another; for a moment some of them have neither",
        "Split the change: first add the groups that come, apply, then take away those that go.",
        "Assigning it to all of them in between would also reach people whom neither the old nor the new policy means, because its "
        "exclusions change as well. So it is written once, in the end. Whose phone asks Intune just then loses the settings until it "
        "asks again.",
    ),
    "PLN074": Entry(
        '{count} devices have the operating system "{system}", which is not known here; they count for every platform',
        "Look at one of them in Intune. If this is a usual spelling, report it: then it can be counted for its own platform.",
        "Intune writes the operating system of a device as free text, and its spellings change. A device whose text is not known could "
        "belong to any platform. Leaving it out would make the guards count too few devices, so it is counted wherever its people or its "
        "groups are.",
    ),
    "PLN079": Entry(
        '{count} devices have the type of owner "{owner}", which is not known here; they count as corporate and as personal',
        "Look at one of them in Intune: Graph documents company, personal and unknown (managedDevice.managedDeviceOwnerType).",
        "A device of which the type of owner is not known could be the organisation's or somebody's own. Leaving it out would make the "
        "guards count too few devices, so it is counted wherever its people or its groups are, and in the whole of each share.",
    ),
    "PLN073": Entry(
        'policy "{name}" ({id}) is not ours, is for the same groups and sets {properties} otherwise: {addresses}',
        "Take one of the two assignments away, or let the two agree.",
        "Intune does not choose between two configurations that set one setting differently for one device: it shows a conflict, and "
        "neither value is certain, so what the plan says may not hold. AppLocker rules of two profiles are merged by Windows under one "
        "mode, so that a second profile that only watches can keep ours from stopping anything. Only what the lists of the tenant show "
        "is compared: objects of the same type, and groups that both are assigned to. For compliance and app protection the stricter "
        "value holds.",
    ),
    "APL007": Entry(
        "a real tenant is made as policy holds today ({today}), not as it would on {asked}",
        "Leave --date out. Plan with it to see what another day brings.",
        "On another day other exceptions hold: one that has ended would be granted again, or one would begin too early. With a date of "
        "its own an old plan could also be applied long after its review.",
    ),
    "GRA014": Entry(
        '{count} objects in {collection} carry the mark of organisation "{other}", not of "{ours}"',
        'If "{other}" is what this organisation was called before, put that id back: its objects stay assigned beside the new ones.',
        "An object is ours when its mark names the organisation of the policy. With another id in organisation.yaml everything would be "
        "made anew, while the old objects go on and nobody looks after them. Two organisations can also share a tenant; then all is well.",
    ),
    "cli.count.hidden": "whoever is in {n} group that hides it|whoever is in {n} groups that hide it",
}
