"""What stops a plan, what guards measure, and what somebody should know of the tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN001": Entry(
        "this file is no plan",
        "Make one: apparaten plan -o plan.json",
        "A plan file is JSON in UTF-8, at most 64 MiB. This file cannot be read as that.",
    ),
    "PLN002": Entry(
        "this file is no plan: something is wrong at {pointer}",
        "Make a new one: apparaten plan -o plan.json",
        "The file is JSON, but it does not have the shape of a plan (schemas/plan.json). It was made by something else, or it was edited.",
    ),
    "PLN003": Entry(
        "this plan was changed after it was made",
        "Make a new one and have it reviewed: apparaten plan -o plan.json",
        "A plan carries a digest of its own content, and its bytes follow from that content. One of the two does not match. Nothing was "
        "read from it and nothing was done.",
    ),
    "PLN004": Entry(
        "this plan has format {found}; this version reads format {known}",
        "Make a new plan with this version.",
        "The format of plan files changes with the program. A plan is short-lived: making a new one is always possible.",
    ),
    "PLN010": Entry(
        'the tenant has no group "{name}"',
        "Correct the name, or create the group first. An id is safer than a name.",
        "A group that is named in the policy must exist. It is never left out: without it the assignment would be another one, and an "
        "exclusion that vanishes locks people out.",
    ),
    "PLN088": Entry(
        'the tenant has no group "{name}"; it has "{near}", which looks like it but for {characters}',
        "Rename the group in Entra, correct the name here, or write the id next to the name: {id}",
        "A character that nobody sees, or a letter of another alphabet, makes it another name. It comes along when a name is copied from a "
        "document or a web page. A group is never taken for another one because the names look alike.",
    ),
    "PLN011": Entry(
        'the tenant has no group with id {id} ("{name}")',
        "Correct the id, or restore the group: Entra keeps a deleted group for thirty days.",
        "The id wins over the name, so no other group takes its place. Without this group the assignment would be another one.",
    ),
    "PLN012": Entry(
        'the tenant has {count} groups "{name}"',
        "Write the id of the right one next to the name: {ids}",
        "Entra lets groups share a name, and compares names without regard to case. Which one is meant cannot be guessed.",
    ),
    "PLN013": Entry(
        'group {id} is written here as "{name}" and is called "{current}" in the tenant',
        "Correct the name in the file. The id decides, so nothing changes for people.",
        "Groups are known by their id; the name in the file is for people who read it.",
    ),
    "PLN014": Entry(
        '"{name}" and "{other}" are one group in the tenant; {address} assigns it and excludes it',
        "Take it out of one of the two.",
        "Intune lets the exclusion win, so the people of this group would get nothing.",
    ),
    "PLN015": Entry(
        "this policy is for tenant {wanted}; the sign-in is for {found}",
        "Sign in to the right tenant, or correct tenant.id in organisation.yaml.",
        "A plan is made for one tenant only. Objects and groups of another tenant must not be compared with this policy.",
    ),
    "PLN016": Entry(
        "{address} is in the tenant more than once; {kept} stays, copies that are to the letter the same go: {ids}",
        "Look at the plan: the copies are listed as deletes. No flag is needed for them.",
        "Objects carry one mark and have the content that we made: a create that was done twice, or a copy made in the portal. The "
        "assigned one stays, else the oldest. The others go last, when the one that stays has all their assignments, so that nobody is "
        "without.",
    ),
    "PLN017": Entry(
        "{address} is assigned to group {id}, which no longer exists",
        "The plan puts the assignment right when the policy says otherwise.",
        "Intune keeps the assignment when a group is deleted in Entra. Entra can restore a deleted group for thirty days.",
    ),
    "PLN018": Entry(
        'object {id} ("{name}") carries our mark for {address}, but somebody changed it: {fields}; it is left alone',
        "Delete it in the portal if nobody needs it. If somebody does, take our mark out of its description: [apparaten ... ].",
        "Ours is {kept}. This is a copy of it that somebody made in the portal and then changed, or assigned to others. It counts as an "
        "object that is not ours: it is never written to and never deleted.",
    ),
    "PLN020": Entry(
        "deleting needs {override} (to delete: {measured})",
        "Look at what is deleted, then give the flag with the digest of this plan.",
        "A delete can take protection away from people and cannot be undone by Intune. It therefore never happens by itself.",
    ),
    "PLN021": Entry(
        "this changes something for {measured} of the people, more than {limit}",
        "See whether all of them are meant. If so, lift the limit once with {override} and the digest of this plan.",
        "Counted are people who gain or lose something, each once, out of the people under management: those that our objects reach before "
        "the change, or after it where they reached nobody, and who is new to it. Other accounts and guests make no share "
        "smaller. Behind a "
        "plus stand people of "
        "changes that were applied within window-days before, without a flag: a change in parts counts as one. The limit is max-people in "
        "organisation.yaml, as the tenant was last applied with. A first apply reaches everyone and is refused too: an empty tenant may "
        "also be the wrong one.",
    ),
    "PLN022": Entry(
        "this changes something on {measured} of the devices, more than {limit}",
        "See whether all of them are meant. If so, lift the limit once with {override} and the digest of this plan.",
        "Counted are devices that gain or lose something, each once, out of the devices under management, in the way in which people are "
        "counted (PLN021). The limit is max-devices in organisation.yaml.",
    ),
    "PLN023": Entry(
        "this deletes {measured} of our objects, more than {limit}",
        "See whether a directory is missing or was renamed. If this is meant, use {override} with the digest of this plan.",
        "Many deletes at once are more often a slip than a decision. The limit is max-deletes in organisation.yaml.",
    ),
    "PLN024": Entry(
        "nobody is left in an assignment (resources: {measured})",
        "See whether a group became empty. If this is meant, use {override} with the digest of this plan.",
        "A resource that stays would reach nobody any more, or a new one reaches nobody at all. An emptied group looks just like that.",
    ),
    "PLN025": Entry(
        "an assignment is to all users or all devices (resources: {measured})",
        "Name groups instead. If this is meant, use {override} with the digest of this plan.",
        "All users and all devices include the emergency accounts and everyone who comes later.",
    ),
    "PLN026": Entry(
        "a protected group is not excluded, or is reached all the same (resources: {measured})",
        "Look at protected-groups in organisation.yaml, and whether somebody in them uses a device of a group that is assigned. If this is "
        "meant, use {override} with the digest of this plan.",
        "Protected groups, such as the emergency accounts, are excluded from every assignment to people, so that somebody can always "
        "sign in. A group that was protected at the last apply, or that all our objects leave out now, counts too: taking it out of the "
        "file does not lift the guard. Intune excludes no people from groups of devices, so a device of somebody in a protected group must "
        "not be in a group of devices that is assigned.",
    ),
    "PLN027": Entry(
        "a role keeps none of its resources (roles: {measured})",
        "Look at the devices of the role. If this is meant, use {override} with the digest of this plan.",
        "The role is still in the policy and has objects in the tenant, but the policy gives it nothing any more. Removing a role is done "
        "by removing its file.",
    ),
    "PLN028": Entry(
        "a protected resource would be deleted, or lose its protection in one change with others (resources: {measured})",
        "Apply `protect: false` in a change of its own first. If this is meant, use {override} with the digest of this plan.",
        "The role had protect: true when the resource was written. The mark in the tenant remembers that, so removing the file does not "
        "lift it, and neither does protect: false beside another change.",
    ),
    "PLN029": Entry(
        "it is not certain which of our objects something is (objects: {measured})",
        "Mend the mark in the description of these objects, in the portal. The warnings GRA015, GRA016, PLN048 and PLN078 name them.",
        "The mark of an object is cut short or changed, it carries marks of two objects, or its mark and its content name two objects. No "
        "flag lifts this: the program could make an object a second time, or change the wrong one.",
    ),
    "PLN048": Entry(
        'it is unclear what object {id} ("{name}") is: its mark says {says}, its content is that of {made_as}; it is left alone',
        "Look at the mark at the end of its description in the portal, and write there the address that its content is of.",
        "The digest in a mark is over the content that it was written with, the name and the groups too. Here that is the content of "
        "another resource of the policy than the mark names, as after an edit of the mark by hand. The object is neither changed nor "
        "deleted, and until somebody mends the mark nothing is written: the resource could otherwise be made a second time.",
    ),
    "PLN078": Entry(
        'object {id} ("{name}") looks like our {address}, but its mark says {says}; it is left alone. If it is ours, write there: {mark}',
        "If it is ours, put the mark back in its description in the portal ({collection}). If it is another organisation's, give "
        "this one another naming.prefix in organisation.yaml. If it is nobody's, take the mark away.",
        "The digest in the mark is that of content of ours, or the name is one that we give, while the tenant shows no object of ours at "
        "that address. The mark names another organisation or another kind, or little is left of it, as after an edit by hand. Until "
        "somebody mends it nothing is written: the object could otherwise be made a second time.",
    ),
    "PLN040": Entry(
        "{count} approved iOS {count:app is|apps are} not in the tenant and cannot be added from here: {apps}",
        "Add the App Store id to the catalogue with a source, or add the app in Intune.",
        "An App Store app is made with the address of its page in the store. Where the catalogue has no App Store id, or more than one, "
        "that address is not certain. Nobody can get the app on a device where only approved apps may be installed.",
    ),
    "PLN044": Entry(
        '{app} is "{ours}" for group "{group}" by policy, and "{theirs}" by somebody else',
        "Take the other assignment away in Intune, or change the policy.",
        "A group has one intent for an app, so both cannot be. The other assignment is on the app with id {id} and is not ours to change.",
    ),
    "PLN045": Entry(
        "{app} has to be uninstalled for {people} people and {devices} devices to which somebody else gives it as required",
        "Take the required assignment away in Intune, or allow the app in policy.",
        "In Intune required beats uninstall, so the app would stay. The required assignment is on the app with id {id} and is not ours to "
        "change. Only people and devices that are in both count.",
    ),
    "PLN046": Entry(
        "{app} is for {people} people and {devices} devices both approved by one role and uninstalled by another",
        "Keep the groups of these roles apart, or let them agree about the app.",
        "A group cannot have an app and be kept out of its uninstall at once. Uninstall beats available, so those who are in both lose it.",
    ),
    "PLN047": Entry(
        "this tenant has no setting {definition} ({address})",
        "Look the setting up in the settings catalog of the tenant; if Intune renamed it, tell us.",
        "Every setting of the settings catalog that the plan writes is looked up in the tenant first. Intune adds and drops settings and "
        "would refuse the policy halfway through an apply.",
    ),
}
