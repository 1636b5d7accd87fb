"""Apps that a policy requires: what contradicts that, and what cannot be done."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.blocked-for-role": "blocked here for the role",
    "label.required-here": "required here",
    "cause.rule.require": "rule that requires {what}",
    "ground.require": "approved, and installed by itself",
    "RES207": Entry(
        "{app} is required here and blocked for the same people",
        "Take the app out of one of the two rules.",
        "A block always wins, so a rule that requires the app would do nothing, and in Intune a required app is installed even where it "
        "is also to be removed. An exception does not make both rules right: it ends, they would stay. When only some of the people need "
        "the app, require it in their role and block it in the others.",
    ),
    "KND380": Entry(
        "{app} is required on {platform}, but the catalogue has no verified identifier to look it up by there",
        "Add a verified identifier of this platform to the catalogue, or limit the rule to other platforms with platforms:.",
        "Intune installs an app that the tenant knows. It is looked up by bundle id on iOS and macOS, by package on Android, and by store "
        "id, product code or package family name on Windows. An identifier without a source is good to search with, but an app that turns "
        "out to be another one would be installed on every device of the role.",
    ),
    "KND381": Entry(
        "{apps}: required, but roles {roles} have no devices of the organisation, and nothing is installed on people's own",
        "Nothing has to be done. Say in the role's documents that people install the app themselves.",
        "Required apps go to devices of the organisation only. A device of somebody's own is not enrolled, or holds a work profile to "
        "which this policy assigns nothing.",
    ),
    "KND382": Entry(
        'group "{group}" gets {app} as required through one role and removed through the other',
        "Give the two roles different groups, or write the same in both.",
        "An app is assigned to a group once. Which of the two would win is a question of priority for people, but here the same people "
        "were given opposite answers by name.",
    ),
    "KND383": Entry(
        "{app} is part of {platform} itself: it cannot be required",
        "Take it out of the rule, or write allow: instead.",
        "What comes with the device is there already, and Intune has no app object of it to install.",
    ),
    "PLN019": Entry(
        "{address} and {other} meet on {devices} devices: one is assigned to devices, the other to people",
        "Reach both roles in the same way, or take these devices out of the group.",
        "Intune leaves people out of an assignment to people and devices out of an assignment to devices, never one out of the other. The "
        "exclusion of the role that goes first does nothing on these devices, both objects apply, and where they set one thing to two "
        "values Intune shows a conflict and promises neither.",
    ),
    "PLN060": Entry(
        '{app} is required for "{required}" and removed from "{removed}": {people} people and {devices} devices get both',
        "Make the groups disjoint, or decide the same in both roles.",
        "Intune settles it by installing: required beats uninstall. The role that blocks the app would see it come back on the devices of "
        "everyone who is in both groups, so no plan is made.",
    ),
    "PLN061": Entry(
        '{app} would be assigned to group "{group}" twice, as {first} and as {second}',
        "The two names in the policy stand for one group: use one role, or two groups.",
        "Intune takes one intent for a group and an app. Two names, or a name and an id, turned out to be the same group in this tenant.",
    ),
    "PLN062": Entry(
        "{app} is required here, and somebody else removes it from {people} people on {devices} devices (app {id})",
        "Take the uninstall assignment out in the portal: it does nothing for these people.",
        "Required beats uninstall, so the app is installed. The other assignment is not ours and stays as it is.",
    ),
    "PLN063": Entry(
        "{count} {count:app|apps} that the policy requires {count:is|are} not in the tenant: {apps}",
        "Add them in the Intune admin center (Android: approve them in managed Google Play) and plan again.",
        "Only an app that the tenant holds can be installed. App Store apps are made by the plan where the catalogue knows their page for "
        "certain; apps from managed Google Play, bought licences and Windows apps are added by hand.",
    ),
    "PLN064": Entry(
        "the tenant has {count} apps with the identifier {identifier}: {used} is assigned, the others are left alone: {others}",
        "Assign or delete the others in the portal, so that people are offered one.",
        "The same app can be in a tenant more than once, as a store app and with bought licences for example. One of them is assigned: "
        "a purchased one first; then the one that is ours already, one with free licences, one that is assigned already, the oldest.",
    ),
}
