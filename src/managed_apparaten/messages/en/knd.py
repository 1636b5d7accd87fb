"""What the compiler has to say: what Intune cannot do, what was left out, and why a field of a resource is there."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.excluded-here": "left out because of this line",
    "label.highest-step": "the highest step, which holds for all of them",
    "label.kind.devices": "devices",
    "label.kind.description": "{what} for {role} on {platform}, kept as code: change it in the policy repository, not here.",
    "cause.kind.group": 'group of role "{role}"',
    "cause.kind.protected-group": "{group} is protected: no assignment may reach it",
    "cause.kind.higher-role": 'role "{role}" goes first, with priority {priority}',
    "cause.kind.intune-needs": "Intune refuses the object without it",
    "cause.kind.scope-tag": "the scope tag that Intune itself gives to every object",
    "cause.kind.baseline": "holds for every role",
    "cause.kind.own-side": "it would hold on the private side of somebody's own device as well",
    "cause.kind.step": 'step "{step}" of role "{role}"',
    "cause.kind.function": "{function}: {value}",
    "cause.kind.function-unset": "nobody asks anything of {function}",
    "cause.kind.rule": "{rule}: {value}",
    "cause.kind.rule-unset": "no {rule} given: the default holds",
    "cause.kind.app": "{app} in the catalogue",
    "cause.kind.identifier": "{identifier}, seen in {source}",
    "cause.kind.identifier-unverified": "{identifier}, not verified",
    "cause.kind.name": 'title of role "{role}"',
    "cause.kind.marker": "says where the object comes from and whose it is",
    "cause.kind.all-devices": "for enrolled devices and for devices that are not",
    "cause.kind.protected-apps": "protected apps: {group}",
    "cause.kind.level": 'level "{level}" of the data protection framework',
    "cause.kind.setting": "own value for {setting}",
    "cause.kind.setting-unset": "nobody asks anything of {setting}",
    "cause.kind.never-missing": "{app} is never missing: without it the device cannot be used safely",
    "cause.kind.no-private-side": "these devices have no private side",
    "cause.kind.applocker": "AppLocker: {mode}",
    "cause.kind.kept-on-windows": "{what} is never missing on Windows",
    "cause.kind.only-edge": "on Windows app protection covers Edge and nothing else",
    "cause.kind.assumption": "assumption {assumption}: {value}, found in this tenant",
    "cause.kind.assumed": "assumed of Intune: {assumption} is {value}",
    "KND304": Entry(
        'role "{role}" has dedicated devices without device groups',
        "Name the device groups under `groups` of these devices.",
        "Nobody signs in to a dedicated device as its user, so a group of people never reaches it. Only a group of devices does.",
    ),
    "KND306": Entry(
        'group "{group}" gets {kind} of role "{role}" and is left out of it as well',
        "Give each role groups of its own, and keep protected groups out of roles.",
        "Intune lets an exclusion win. The people in this group would get nothing of the role. A group that stands in two roles, "
        "or a role's group that is protected as well, leads to this.",
    ),
    "KND307": Entry(
        'the name "{name}" has {length} characters, {limit} is the most',
        "Shorten the title of the role or the prefix.",
        "The name of an object is made of the prefix, the title of the role, the platform and the kind. The limit is ours: longer names "
        "are cut off in the portal, and then two objects look the same.",
    ),
    "KND308": Entry(
        'role "{role}" has {count} apps for the private side of Android devices, {limit} is the most',
        "Block by fewer rules, or take a step that lists fewer apps.",
        "Intune takes at most 500 apps on the private side of a device with a work profile, in one object for each device. "
        "A second object would not add to the first but be in conflict with it.",
    ),
    "KND309": Entry(
        '{platform} devices of role "{role}" on step "{step}" get step "{highest}"',
        "Give these devices one step, or a role of their own.",
        "One role has one object for all its devices of a platform that are reached through people, and one for all that are reached "
        "through groups of devices. The highest step of those devices therefore holds for all of them.",
    ),
    "KND310": Entry(
        "{setting} cannot be {value}",
        "It takes: {choices}.",
        "Under `settings` stands Intune's own name of a setting with a value of the type that Graph knows for it.",
    ),
    "KND311": Entry(
        'AirDrop "managed-only" does nothing for role "{role}" while work documents may be opened anywhere',
        "Say `managed-open-in: block` as well, or block AirDrop.",
        "With managed-only, AirDrop counts as an app that is not managed. That only stops work documents when managed apps may not hand "
        "documents to apps that are not managed.",
    ),
    "KND312": Entry(
        "protection level high lets in only devices that a threat defence app calls safe: {roles}",
        "Connect Defender or another threat defence app, or set `maximumAllowedDeviceThreatLevel: notConfigured`.",
        "Level 3 of Microsoft's framework asks for a highest threat level `secured`. That is measured by a mobile threat defence app. "
        "In a tenant without such a connection nobody with this level gets into the protected apps.",
    ),
    "KND314": Entry(
        "nothing that is made here limits {function} on {platform}: {roles}",
        "Write it in the terms of use, or set it by hand in Intune where it has a setting.",
        "The role asks for a function to be limited, and no object that is made for the role's devices of this platform has a setting for "
        "it. Intune may have none for these devices, or one that is not built here: look in the settings catalog.",
    ),
    "KND315": Entry(
        'list "{list}" has no app with a verified identifier on {platform}, so nothing would be protected',
        "Add an app to the list, or choose a group such as core-microsoft.",
        "App protection covers the apps that it is given. A policy without apps protects nothing while it looks as if it does.",
    ),
    "KND316": Entry(
        "{app} is on the list of approved apps by {identifier}, which has no good source",
        "Look it up in the store and give it a source under `verified`.",
        "An approved app is let through by an identifier without a good source only where the rule says unverified: true, as here. If the "
        "identifier is wrong, the app stays away and another one is let through.",
    ),
    "KND317": Entry(
        'app protection has no setting "{setting}" that a role can set',
        "Use Graph's name of a setting of app protection.",
        "Under `settings` stand the settings that the levels are made of. Other properties of an app protection policy belong to "
        "nobody here and are left as they are in the tenant.",
    ),
    "KND319": Entry(
        'role "{role}" may not use apps on {platform} that hold its work data: {apps}',
        "Approve them for the role, or take them off the list of protected apps.",
        "App protection says that these apps hold work data, and the role's rules or its allowlist keep them shut. Whoever has this role "
        "would lose mail, files or meetings on these devices.",
    ),
    "KND326": Entry(
        "nothing that is made here limits {function} on {devices}: {roles}",
        "Write it in the terms of use, or set it by hand in Intune where it has a setting.",
        "The role asks for a function to be limited. On its other devices of the platform that is done; for these nothing that is made "
        "here has a setting for it.",
    ),
    "KND327": Entry(
        "{function} is allowed and stays limited on {devices}: {roles}",
        "Take the line out where it is not needed. What stays limited is set by hand in Intune, if at all.",
        "The objects have the same value as when the function is blocked: because another function of the role blocks it, because the step "
        "does, or because nothing here makes a device looser than it is without any policy. Android keeps apps from unknown sources, and "
        "so from other stores, away from devices of the organisation and from work profiles by itself.",
    ),
    "KND328": Entry(
        "no device has {function}: {roles}",
        "Take the line out, or add the devices that it was meant for.",
        "Some functions exist on some platforms only: AirDrop and iPhone mirroring on those of Apple, App Clips on iPhone and iPad, a "
        "private space on Android devices with a private side. The line changes nothing on the devices of these roles.",
    ),
    "KND329": Entry(
        "{devices}, in groups of devices: not sure to get what reaches people only, {kinds}: {roles}",
        "Leave out `groups` where each device has a user of the role; on devices without a user count on the other objects.",
        "Intune takes the report of restricted apps and app protection for groups of people only, and so do the functions of a Mac that "
        "stand in the same object. A device in a group of devices may be enrolled without a user, such as a shared iPad: there they do "
        "nothing. So effects do not count them for these devices. People of the role with a device of their own still get them.",
    ),
    "KND325": Entry(
        'role "{role}" sets {setting} to {value}, where level {level} has {has}',
        "Keep it when it is meant, with the reason in the risk analysis; otherwise take the line out.",
        "A level of app protection is a set of settings that belong together. A setting of the role's own goes before the level, and may "
        'make it weaker as well as stricter. Who reads "{level}" in a report should know.',
    ),
    "KND323": Entry(
        "nothing is made for {platform} devices ({devices}): {roles}",
        "Manage these devices by hand for now.",
        "This version has no kind of Intune resource that serves this class of device. The decisions are there and the documents show "
        "them, but the tenant does not enforce them on these devices.",
    ),
    "KND340": Entry(
        'step "{step}" of role "{role}" on {platform} needs groups of devices',
        "Name the device groups under `groups` of these devices, or take a step before block.",
        "What holds apps back on Windows are AppLocker rules. They belong to a device, not to a person, so the object has to be assigned "
        "to groups of devices. Without such a group nothing would be blocked while the policy says it is.",
    ),
    "KND341": Entry(
        "on {platform} devices monitoring is the inventory only: {roles}",
        "Nothing has to be done.",
        "Intune has no report of restricted apps for Windows. What is installed is in the inventory of the device: packaged apps every "
        "seven days, programs every day, by name and without an identifier.",
    ),
    "KND342": Entry(
        "on {platform} devices a blocked program is known by its publisher and the name of its file: {roles}",
        "Nothing has to be done. Which programs have no known publisher is said as well (KND411).",
        "AppLocker denies packaged apps by their package name, which cannot be changed. Other programs are denied by the name of their "
        "file, in any folder, and by who signed them where the catalogue knows that.",
    ),
    "KND343": Entry(
        "on {platform} devices removing is blocking, and uninstalling what Intune installed: {roles}",
        "Nothing has to be done. What people installed themselves stays on the disk and does not start.",
        "Intune can only uninstall what Intune installed. Everything else that is blocked is denied by AppLocker: packaged apps by their "
        "package name, other programs by the name of their file.",
    ),
    "KND345": Entry(
        "with an allowlist on {platform} programs start from Windows and Program Files, or by a known publisher: {roles}",
        "Have Intune install approved programs for all users.",
        "A program that people install in a folder of their own starts when Microsoft signed it or when the catalogue names the publisher "
        "of an approved app with a source: by the name of its file anything could pass for it. What an administrator installs for all "
        "users does start. Packaged apps start when they are approved, or when Windows or Microsoft signed them and no rule denies them.",
    ),
    "KND347": Entry(
        "{app} is blocked by {identifier}, without which Windows cannot be used or managed",
        "Take the identifier out of the catalogue entry, or do not block the app.",
        "Settings, Start, sign-in, Company Portal, Defender, Edge and the parts of Windows beneath them are never "
        "denied. A catalogue entry "
        "that names one of them is a mistake, and the mistake would lock people out.",
    ),
    "KND348": Entry(
        "Windows app protection lets in only devices that Windows Security calls safe: {roles}",
        "Connect Windows Security Center in Intune, or set `maximumAllowedDeviceThreatLevel: notConfigured`.",
        "Every level of Microsoft's framework for Edge on Windows asks for a highest threat level. That is measured through the "
        "Windows Security Center connector. In a tenant without it nobody with such a device gets in.",
    ),
    "KND360": Entry(
        'role "{role}" has {count} items on one list on {platform}, {limit} is the most',
        "Block by fewer rules, or take apps out of the catalogue that nobody meets.",
        "Intune takes at most 10,000 items on a list of apps in a device configuration, and 600 on a list for iPhone and iPad in the "
        "settings catalog. Two objects with half a list each would be in conflict with each other.",
    ),
    "KND361": Entry(
        'role "{role}" has {count} apps that make a device non-compliant, {limit} is the most for one policy',
        "Block by fewer rules, or take `ios-restricted-apps-add-up` out of `assumptions`.",
        "A compliance policy holds at most 100 restricted apps. More of them normally go into further policies, which add up. This "
        "organisation states that in its tenant they do not, and so the rest of the list would do nothing.",
    ),
    "KND363": Entry(
        'role "{role}" approves apps without a known team id, which surely run on a Mac only when Intune installs them: {apps}',
        "Add `team-id` of the maker under `macos` in the catalogue, with a source; `codesign -dvvv` on a Mac prints it.",
        "A list of allowed programs names each by the team id of its maker. An approved app of which it is not known is not on the list by "
        "itself. It runs when Intune installs it as a managed app, because managed apps are always allowed, or when its maker is on the "
        "list for another app.",
    ),
    "KND364": Entry(
        'AirDrop "managed-only" does not exist on a Mac; AirDrop stays on there',
        "Say `airdrop: block` for roles with Macs, if AirDrop has to go.",
        "On iPhone and iPad AirDrop can count as a destination that is not managed, so that work documents do not leave by it. A Mac only "
        "has AirDrop on or off.",
    ),
    "KND365": Entry(
        'on Macs of role "{role}" every program of a maker with an approved app can start, unless the catalogue says otherwise',
        "Nothing has to be done. `macos-allowed-by: signing-id` under `assumptions` is stricter, and may stop helpers of approved apps.",
        "Apps start helpers that are signed under names of their own. The list of allowed programs therefore names makers. Apps of such a "
        "maker that stand in the catalogue and are not approved are denied by name; programs that the catalogue does not know are not.",
    ),
}
