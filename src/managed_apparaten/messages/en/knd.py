"""Messages about what Intune can and cannot do with a policy (KND), and texts that are written into the tenant (label.kind)."""

from managed_apparaten.messages.entry import Entry

_COUNT = "{devices}, step {step}: {done} of {total} forbidden apps {done:is|are} stopped"
_OPEN = "{devices}, step {step}: {done} of {total} approved apps {done:opens|open}"
_NAMES = "They are: {names}."

TEXTS: dict[str, Entry | str] = {
    "KND304": Entry(
        'role "{role}" has dedicated devices without device groups',
        "Name the device groups under `groups` of these devices.",
        "Nobody signs in to a dedicated device as its user, so a group of people never reaches it. Only a "
        "group of devices does.",
    ),
    "KND306": Entry(
        'group "{group}" gets {kind} of role "{role}" and is left out of it as well',
        "Give each role groups of its own, and keep protected groups out of roles.",
        "Intune lets an exclusion win. The people in this group would get nothing of the role. A group that "
        "stands in two roles, or a role's group that is protected as well, leads to this.",
    ),
    "KND307": Entry(
        'the name "{name}" has {length} characters, {limit} is the most',
        "Shorten the title of the role or the prefix.",
        "The name of an object is made of the prefix, the title of the role, the platform and the kind. The "
        "limit is ours: longer names are cut off in the portal, and then two objects look the same.",
    ),
    "KND308": Entry(
        'role "{role}" has {count} apps for the private side of Android devices, {limit} is the most',
        "Block by fewer rules, or take a step that lists fewer apps.",
        "Intune takes at most 500 apps on the private side of a device with a work profile, in one object "
        "for each device. A second object would not add to the first but be in conflict with it.",
    ),
    "KND309": Entry(
        '{platform} devices of role "{role}" on step "{step}" get step "{highest}"',
        "Give these devices one step, or a role of their own.",
        "One role has one object for all its devices of a platform that are reached through people, and one "
        "for all that are reached through groups of devices. The highest step of those devices therefore "
        "holds for all of them.",
    ),
    "KND310": Entry(
        "{setting} cannot be {value}",
        "It takes: {choices}.",
        "Under `settings` stands Intune's own name of a setting with a value of the type that Graph knows "
        "for it.",
    ),
    "KND311": Entry(
        'AirDrop "managed-only" does nothing for role "{role}" while work documents may be opened anywhere',
        "Say `managed-open-in: block` as well, or block AirDrop.",
        "With managed-only, AirDrop counts as an app that is not managed. That only stops work documents "
        "when managed apps may not hand documents to apps that are not managed.",
    ),
    "KND312": Entry(
        "protection level high lets in only devices that a threat defence app calls safe: {roles}",
        "Connect Defender or another threat defence app, or set `maximumAllowedDeviceThreatLevel: "
        "notConfigured`.",
        "Level 3 of Microsoft's framework asks for a highest threat level `secured`. That is measured by a "
        "mobile threat defence app. In a tenant without such a connection nobody with this level gets into "
        "the protected apps.",
    ),
    "KND314": Entry(
        "nothing that is made here limits {function} on {platform}: {roles}",
        "Write it in the terms of use, or set it by hand in Intune where it has a setting.",
        "The role asks for a function to be limited, and no object that is made for the role's devices of "
        "this platform has a setting for it. Intune may have none for these devices, or one that is not "
        "built here: look in the settings catalog.",
    ),
    "KND315": Entry(
        'list "{list}" has no app with a verified identifier on {platform}, so nothing would be protected',
        "Add an app to the list, or choose a group such as core-microsoft.",
        "App protection covers the apps that it is given. A policy without apps protects nothing while it "
        "looks as if it does.",
    ),
    "KND316": Entry(
        "{app} is on the list of approved apps by {identifier}, which has no good source",
        "Look it up in the store and give it a source under `verified`.",
        "An approved app is let through by an identifier without a good source only where the rule says "
        "unverified: true, as here. If the identifier is wrong, the app stays away and another one is let "
        "through.",
    ),
    "KND317": Entry(
        'app protection has no setting "{setting}" that a role can set',
        "Use Graph's name of a setting of app protection.",
        "Under `settings` stand the settings that the levels are made of. Other properties of an app "
        "protection policy belong to nobody here and are left as they are in the tenant.",
    ),
    "KND319": Entry(
        'role "{role}" may not use apps on {platform} that hold its work data: {apps}',
        "Approve them for the role, or take them off the list of protected apps.",
        "App protection says that these apps hold work data, and the role's rules or its allowlist keep "
        "them shut. Whoever has this role would lose mail, files or meetings on these devices.",
    ),
    "KND323": Entry(
        "nothing is made for {platform} devices ({devices}): {roles}",
        "Manage these devices by hand for now.",
        "This version has no kind of Intune resource that serves this class of device. The decisions are "
        "there and the documents show them, but the tenant does not enforce them on these devices.",
    ),
    "KND325": Entry(
        'role "{role}" sets {setting} to {value}, where level {level} has {has}',
        "Keep it when it is meant, with the reason in the risk analysis; otherwise take the line out.",
        "A level of app protection is a set of settings that belong together. A setting of the role's own "
        'goes before the level, and may make it weaker as well as stricter. Who reads "{level}" in a report '
        "should know.",
    ),
    "KND326": Entry(
        "nothing that is made here limits {function} on {devices}: {roles}",
        "Write it in the terms of use, or set it by hand in Intune where it has a setting.",
        "The role asks for a function to be limited. On its other devices of the platform that is done; for "
        "these nothing that is made here has a setting for it.",
    ),
    "KND327": Entry(
        "{function} is allowed and stays limited on {devices}: {roles}",
        "Take the line out where it is not needed. What stays limited is set by hand in Intune, if at all.",
        "The objects have the same value as when the function is blocked: because another function of the "
        "role blocks it, because the step does, or because nothing here makes a device looser than it is "
        "without any policy. Android keeps apps from unknown sources, and so from other stores, away from "
        "devices of the organisation and from work profiles by itself.",
    ),
    "KND328": Entry(
        "no device has {function}: {roles}",
        "Take the line out, or add the devices that it was meant for.",
        "Some functions exist on some platforms only: AirDrop and iPhone mirroring on those of Apple, App "
        "Clips on iPhone and iPad, a private space on Android devices with a private side. The line changes "
        "nothing on the devices of these roles.",
    ),
    "KND329": Entry(
        "{devices}, in groups of devices: not sure to get what reaches people only, {kinds}: {roles}",
        "Leave out `groups` where each device has a user of the role; on devices without a user count on "
        "the other objects.",
        "Intune takes the report of restricted apps and app protection for groups of people only, and so do "
        "the functions of a Mac that stand in the same object. A device in a group of devices may be "
        "enrolled without a user, such as a shared iPad: there they do nothing. So effects do not count "
        "them for these devices. People of the role with a device of their own still get them.",
    ),
    "KND340": Entry(
        'step "{step}" of role "{role}" on {platform} needs groups of devices',
        "Name the device groups under `groups` of these devices, or take a step before block.",
        "What holds apps back on Windows are AppLocker rules. They belong to a device, not to a person, so "
        "the object has to be assigned to groups of devices. Without such a group nothing would be blocked "
        "while the policy says it is.",
    ),
    "KND341": Entry(
        "on {platform} devices monitoring is the inventory only: {roles}",
        "Nothing has to be done.",
        "Intune has no report of restricted apps for Windows. What is installed is in the inventory of the "
        "device: packaged apps every seven days, programs every day, by name and without an identifier.",
    ),
    "KND342": Entry(
        "on {platform} devices a blocked program is known by its publisher and the name of its file: {roles}",
        "Nothing has to be done. Which programs have no known publisher is said as well (KND411).",
        "AppLocker denies packaged apps by their package name, which cannot be changed. Other programs are "
        "denied by the name of their file, in any folder, and by who signed them where the catalogue knows "
        "that.",
    ),
    "KND343": Entry(
        "on {platform} devices removing is blocking, and uninstalling what Intune installed: {roles}",
        "Nothing has to be done. What people installed themselves stays on the disk and does not start.",
        "Intune can only uninstall what Intune installed. Everything else that is blocked is denied by "
        "AppLocker: packaged apps by their package name, other programs by the name of their file.",
    ),
    "KND345": Entry(
        "with an allowlist on {platform} programs start from Windows and Program Files, or by a known "
        "publisher: {roles}",
        "Have Intune install approved programs for all users.",
        "A program that people install in a folder of their own starts when Microsoft signed it or when the "
        "catalogue names the publisher of an approved app with a source: by the name of its file anything "
        "could pass for it. What an administrator installs for all users does start. Packaged apps start "
        "when they are approved, or when Windows or Microsoft signed them and no rule denies them.",
    ),
    "KND346": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: who signs {identifier} is '
        "not known",
        "Add the subject of its certificate (`CN=...`) to `publishers` of the app (`Get-AppxPackage` shows "
        "it as Publisher), limit the rule with `platforms`, or accept it under `accepted-gaps` of the role: "
        "{id}.",
        "A package family name holds a digest of the publisher, and an allow rule needs the publisher "
        "itself: a rule for any publisher would let in every package that takes the same name. The digest "
        "proves whether a subject is the right one.",
    ),
    "KND347": Entry(
        "{app} is blocked by {identifier}, without which Windows cannot be used or managed",
        "Take the identifier out of the catalogue entry, or do not block the app.",
        "Settings, Start, sign-in, Company Portal, Defender, Edge and the parts of Windows beneath them are "
        "never denied. A catalogue entry that names one of them is a mistake, and the mistake would lock "
        "people out.",
    ),
    "KND348": Entry(
        "Windows app protection lets in only devices that Windows Security calls safe: {roles}",
        "Connect Windows Security Center in Intune, or set `maximumAllowedDeviceThreatLevel: notConfigured`.",
        "Every level of Microsoft's framework for Edge on Windows asks for a highest threat level. That is "
        "measured through the Windows Security Center connector. In a tenant without it nobody with such a "
        "device gets in.",
    ),
    "KND360": Entry(
        'role "{role}" has {count} items on one list on {platform}, {limit} is the most',
        "Block by fewer rules, or take apps out of the catalogue that nobody meets.",
        "Intune takes at most 10,000 items on a list of apps in a device configuration, and 600 on a list "
        "for iPhone and iPad in the settings catalog. Two objects with half a list each would be in "
        "conflict with each other.",
    ),
    "KND361": Entry(
        'role "{role}" has {count} apps that make a device non-compliant, {limit} is the most for one policy',
        "Block by fewer rules, or take `ios-restricted-apps-add-up` out of `assumptions`.",
        "A compliance policy holds at most 100 restricted apps. More of them normally go into further "
        "policies, which add up. This organisation states that in its tenant they do not, and so the rest "
        "of the list would do nothing.",
    ),
    "KND363": Entry(
        'role "{role}" approves apps without a known team id, which surely run on a Mac only when Intune '
        "installs them: {apps}",
        "Add `team-id` of the maker under `macos` in the catalogue, with a source; `codesign -dvvv` on a "
        "Mac prints it.",
        "A list of allowed programs names each by the team id of its maker. An approved app of which it is "
        "not known is not on the list by itself. It runs when Intune installs it as a managed app, because "
        "managed apps are always allowed, or when its maker is on the list for another app.",
    ),
    "KND364": Entry(
        'AirDrop "managed-only" does not exist on a Mac; AirDrop stays on there',
        "Say `airdrop: block` for roles with Macs, if AirDrop has to go.",
        "On iPhone and iPad AirDrop can count as a destination that is not managed, so that work documents "
        "do not leave by it. A Mac only has AirDrop on or off.",
    ),
    "KND365": Entry(
        'on Macs of role "{role}" every program of a maker with an approved app can start, unless the '
        "catalogue says otherwise",
        "Nothing has to be done. `macos-allowed-by: signing-id` under `assumptions` is stricter, and may "
        "stop helpers of approved apps.",
        "Apps start helpers that are signed under names of their own. The list of allowed programs "
        "therefore names makers. Apps of such a maker that stand in the catalogue and are not approved are "
        "denied by name; programs that the catalogue does not know are not.",
    ),
    "KND380": Entry(
        "{app} is required on {platform}, but the catalogue has no verified identifier to look it up by "
        "there",
        "Add a verified identifier of this platform to the catalogue, or limit the rule to other platforms "
        "with platforms:.",
        "Intune installs an app that the tenant knows. It is looked up by bundle id on iOS and macOS, by "
        "package on Android, and by store id, product code or package family name on Windows. An identifier "
        "without a source is good to search with, but an app that turns out to be another one would be "
        "installed on every device of the role.",
    ),
    "KND381": Entry(
        "{apps}: required, but roles {roles} have no devices of the organisation, and nothing is installed "
        "on people's own",
        "Nothing has to be done. Say in the role's documents that people install the app themselves.",
        "Required apps go to devices of the organisation only. A device of somebody's own is not enrolled, "
        "or holds a work profile to which this policy assigns nothing.",
    ),
    "KND382": Entry(
        'group "{group}" gets {app} as required through one role and removed through the other',
        "Give the two roles different groups, or write the same in both.",
        "An app is assigned to a group once. Which of the two would win is a question of priority for "
        "people, but here the same people were given opposite answers by name.",
    ),
    "KND383": Entry(
        "{app} is part of {platform} itself: it cannot be required",
        "Take it out of the rule, or write allow: instead.",
        "What comes with the device is there already, and Intune has no app object of it to install.",
    ),
    "KND384": Entry(
        "on {platform}, groups of devices are offered no apps, so not {count} approved {count:app|apps}: "
        "{apps} ({roles})",
        "Write `require:` for the apps that must be there.",
        "Intune makes an app available to groups of people. A group of devices that gets one available gets "
        "nothing, except on Android devices that are fully managed or have a work profile (Microsoft Learn, "
        "Assign apps to groups). So no such assignment is made: it would look like an app that is offered. "
        "What a rule requires is installed.",
    ),
    "KND390": Entry(
        'role "{role}" opens the whole Play Store on its Android devices: people can install every app '
        "there is",
        "Take `play-store: open` away when assigned apps are enough.",
        "Without this line the managed Play Store shows assigned apps only, also in a tenant without any "
        "policy. With it, `playStoreMode: blockList` shows all apps except those that are assigned for "
        "uninstall. So devices of this role can get more apps than they could before there was a policy.",
    ),
    "KND392": Entry(
        'role "{role}" opens the Play Store for some Android devices and not for others that the same '
        "groups reach",
        "Write `play-store: open` for all of these devices, or give the others groups of devices of their "
        "own.",
        "All of these devices get one object, and it has one store. Nothing is opened that was not asked "
        "for: the store shows assigned apps only until this is mended.",
    ),
    "KND393": Entry(
        'role "{role}" has an allowlist on Android devices for which it opens the Play Store',
        "Take `play-store: open` away, or choose a lower step for these devices.",
        "An allowlist shows approved apps and removes all others. An open store shows every app. It cannot "
        "be both.",
    ),
    "KND394": Entry(
        "{devices}: {count} approved {count:app opens|apps open} only once managed Google Play holds "
        "{count:it|them}: {names} ({roles})",
        "Add them in the Intune admin center. The plan names those that are not there.",
        "The work store of these devices shows assigned apps only, on every step, and Intune assigns only "
        "what the tenant holds. An app comes there from managed Google Play. Company Portal, Intune and "
        "Authenticator are not in this list: enrolment installs them.",
    ),
    "KND395": Entry(
        "without Entra shared device mode, people on dedicated Android devices cannot reach protected "
        "resources: {roles}",
        "Enrol these devices with Entra shared device mode when people sign in on them.",
        "A dedicated device has no user. Conditional access asks for a compliant device of the user who "
        "signs in, and only shared device mode tells it which device that is. A passcode is asked only "
        "where the policy names one; it is then also set on the device. In kiosk mode people are asked to "
        "choose it. Outside kiosk mode nobody is asked: set it when the device is handed out.",
    ),
    "KND396": Entry(
        _OPEN + "; this policy assigns nothing there, so {count} {count:does|do} not: {roles}",
        "Assign the apps in Intune that people need there. " + _NAMES,
        "A work profile shows assigned apps only. This policy assigns nothing to devices that people own: "
        "an approved app is protected there, and it opens only where somebody assigned it.",
    ),
    "KND400": Entry(
        'on Macs of role "{role}" these apps are not stopped, as something else of their maker may run: '
        "{apps}",
        "Add their bundle ids under `macos` in the catalogue.",
        "Of these apps only the team id of the maker is known. A rule by team id denies everything of that "
        "maker, so it is left out while the role lets another app of the same team run. With a bundle id "
        "the app is denied by its own name.",
    ),
    "KND401": Entry(
        "{app} is blocked by {identifier}, which an iPhone shows whatever a list says",
        "Take the app out of the rule: Phone and Settings cannot be hidden.",
        "Apple keeps Phone and Settings on every device. On a list of blocked apps they do nothing, and in "
        "a compliance policy they would make every device non-compliant. They are therefore left out of "
        "both.",
    ),
    "KND402": Entry(
        'role "{role}" blocks apps without which iPhones are hard to reach, sign in to or find: {apps}',
        "Keep the block when it is meant, and try it on one device first.",
        "Contacts, messages, camera, Safari, Health, Find My and the like stay on every list of allowed "
        "apps, because people and administrators depend on them. A rule that blocks one of them goes before "
        "that, on each step from block on.",
    ),
    "KND404": Entry(
        'unsupervised iPhones and iPads of role "{role}" do not obey the limit on {function}',
        "Supervise the devices, or write it in the terms of use.",
        "Apple gives this switch to supervised devices only. Other devices report success and do nothing. "
        "Which switches need supervision stands in Apple's own schema of the restrictions.",
    ),
    "KND405": Entry(
        "approved apps on {platform} can be protected and are not among the protected apps of {roles}: "
        "{apps}",
        "Add them to the list of protected apps, with a source for their identifiers, or choose "
        "all-microsoft or all.",
        "App protection covers only the apps that it is given. Work data that is kept inside protected apps "
        "cannot be opened in another app, and what people do put in such an app is not protected. Intune's "
        "own groups of apps show which apps can be protected.",
    ),
    "KND408": Entry(
        "on iPhones and iPads without the App Store only licensed apps can be installed: buy {count} for "
        "{roles}",
        "In Apple Business Manager, free apps too; `apparaten plan` says which are missing. They are: "
        "{apps}.",
        "An allowlist switches the App Store off. Intune can still install apps that are licensed to the "
        "device, and apps of the organisation's own. Apps that are on a device already stay, and open when "
        "the role approves them.",
    ),
    "KND410": Entry(
        'the allowlist of role "{role}" on Windows is not enforced: blocked apps are stopped, all else '
        "starts",
        "Say `applocker: enforce` on these devices when the list is right. It would stop {count} "
        "{count:app|apps} more: {apps}. Of {left} {left:other|others} it depends on where or how they are "
        "installed: {unsure}.",
        "An allowlist that is wrong takes work away from people, so nothing is enforced until somebody says "
        "so. A collection of AppLocker rules audits or enforces as a whole: a list that is only watched "
        "would let blocked apps start as well. So the rules of step remove hold, and nothing writes down "
        "what the list would stop. To see that first, make a role of its own for a trial group, with "
        "`enforcement: monitor` and `applocker: audit`: nothing is stopped there, and the AppLocker event "
        "log has it all.",
    ),
    "KND411": Entry(
        "on Windows these programs are known by the name of their file only, so under another name they "
        "start: {apps}",
        "Add who signs them to `publishers` in the catalogue; `Get-AppLockerFileInformation` shows it. "
        "Roles: {roles}.",
        "A rule for a publisher holds whatever the file is called. It needs the publisher in full, such as "
        "`O=TELEGRAM FZ-LLC, L=DUBAI, C=AE` or the subject of the certificate: a name alone makes no rule. "
        "An enforced allowlist stops a renamed program as well, unless it stands in a folder of Windows or "
        "in Program Files.",
    ),
    "KND412": Entry(
        'every program of "{publisher}" is denied on Windows, also one that the catalogue does not know: '
        "{roles}",
        "Nothing has to be done. Allow an app of this maker, and the others are denied by name instead.",
        "Every app of this maker in the catalogue is blocked for these roles. A rule for the maker as a "
        "whole holds whatever a file is called, and for programs of which nobody knows the name.",
    ),
    "KND413": Entry(
        _OPEN + (" for certain; {count} only where an administrator installed {count:it|them}: {roles}"),
        (
            "Have Intune install such programs for all users, or add to `publishers` who signs "
            "them, with a source. "
        )
        + _NAMES,
        "An enforced allowlist lets programs start from the folders of Windows and from Program Files, and "
        "anywhere by a publisher that a source names. A program that installs itself for one user, in that "
        "user's own folders, is stopped otherwise.",
    ),
    "KND415": Entry(
        'AppLocker rules of role "{role}" do nothing until the Application Identity service runs',
        "Have it started in another way, such as a remediation script with `sc.exe config appidsvc "
        "start=auto`.",
        "This organisation states under `assumptions` that in its tenant Intune does not start the service. "
        "While it is stopped Windows holds back no program, whatever the rules say.",
    ),
    "KND416": Entry(
        "{count} approved {count:app|apps} for {platform} cannot be offered, as the catalogue lacks what "
        "the tenant knows apps by: {apps}",
        "State it in the catalogue. Windows: store-ids, product-codes or intune-names; macOS: bundle-ids or "
        "intune-names; iOS: bundle-ids.",
        "The catalogue knows these apps in another way, such as a winget id or the name of a file, and "
        "Intune's apps carry neither. `intune-names` is what the app is called in your Intune, letter for "
        "letter. Between brackets stand the roles. An app that a list keeps out for the same reason is an "
        "error of its own and is not told here.",
    ),
    "KND417": Entry(
        "{count} stopped {count:app|apps} for {platform} cannot be uninstalled, as the catalogue lacks what "
        "the tenant knows apps by: {apps}",
        "If Intune installed them, state it in the catalogue: store-ids, product-codes, bundle-ids or "
        "intune-names.",
        "They cannot be opened. The catalogue knows these apps in another way, or by an identifier without "
        "a source, by which nothing is uninstalled. If Intune installed one of them, it stays. Between "
        "brackets stand the roles. Apps that are not stopped either are told with the device, and not here.",
    ),
    "KND420": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: it has no identifier that a '
        "list takes",
        "Add the identifier to the catalogue, limit the rule with `platforms`, or accept it under "
        "`accepted-gaps` of the role: {id}.",
        "With an allowlist only apps open that the list names, and an app is named by its identifier. "
        "Without one an approved app is kept out like any other. A role can accept that for some apps, with "
        "a reason.",
    ),
    "KND421": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: {identifier} is {other} too, '
        "which is forbidden",
        "Mend the identifier in the catalogue, decide the same for both, or accept it under `accepted-gaps` "
        "of the role: {id}.",
        "Two apps with one identifier cannot be told apart by Intune. What is forbidden goes first, so the "
        "approved one is kept out too.",
    ),
    "KND422": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: none of its identifiers can '
        "be on the list",
        "Give the identifier a source, or what a list needs besides, or accept it under `accepted-gaps` of "
        "the role: {id}.",
        "A list of allowed apps takes identifiers that are certain. On a Mac it needs the team id of the "
        "maker.",
    ),
    "KND423": Entry(
        _OPEN + "; {count} {count:has|have} no assignment that counts there: {roles}",
        ("Write `require:` for the apps that must be there, and add the identifier of an app that has none. ")
        + _NAMES,
        "A managed Play store, and the work side of a device with a work profile, hold the apps that are "
        "assigned and no other. An app without an identifier cannot be assigned. What is available is for "
        "groups of people, and for groups of devices only where those are fully managed or have a work "
        "profile (Microsoft Learn, Assign apps to groups). What a rule requires is installed. Dedicated "
        "devices also get every app that manages or protects them, and on an allowlist every approved app "
        "with a verified identifier.",
    ),
    "KND424": Entry(
        _OPEN
        + (
            " for certain; {count} {count:has|have} no identifier that a rule takes, so nobody "
            "can say: {roles}"
        ),
        (
            "Add identifiers to the catalogue when the apps exist on {platform}, or have Intune "
            "install them for all users. "
        )
        + _NAMES,
        "On Windows an allowlist lets programs start from Windows and Program Files, and packages that it "
        "names. The id of an app in a store or in winget does not tell which program or package it is. Such "
        "an app starts for certain only where a source names its maker, and the list lets in everything of "
        "that maker.",
    ),
    "KND425": Entry(
        _COUNT + "; {count} {count:has|have} no identifier there to be stopped by: {roles}",
        "Add identifiers to the catalogue when the apps exist on {platform}. " + _NAMES,
        "Intune knows an app by its bundle id or package, not by its name. No setting can name an app "
        "without one, to stop it or to uninstall it. Some of these apps never existed on this platform.",
    ),
    "KND426": Entry(
        _COUNT + "; {count} {count:has|have} only identifiers without a source: {roles}",
        ("Give the identifiers a source under `verified`, or say `unverified: true` in the rule. ") + _NAMES,
        "An identifier that nobody has seen in a source may belong to another app, and a block would then "
        "hit that one. It is therefore only used to recognise apps. Look it up in the store, add it to "
        "`verified` with source and date, and it blocks from then on.",
    ),
    "KND427": Entry(
        _COUNT + "; AppLocker only watches {count}: {roles}",
        (
            "Read what it would stop in the AppLocker event log, then take `applocker: audit` "
            "off these devices. "
        )
        + _NAMES,
        "With `applocker: audit` Windows writes down what it would stop and stops nothing. A collection of "
        "rules audits or enforces as a whole.",
    ),
    "KND428": Entry(
        _COUNT + "; Apple lets nobody stop the other {count} there: {roles}",
        "Supervise the devices to keep apps away from them. " + _NAMES,
        "Apple lets a device hide apps only when it is supervised. On other devices Intune sees an app that "
        "has an identifier, and marks the device as non-compliant from step block on. Conditional access "
        "can then keep the device out.",
    ),
    "KND429": Entry(
        _COUNT + "; Intune controls no apps on a device that is not enrolled: {roles}",
        "Say so in the terms for personal devices. " + _NAMES,
        "Intune cannot see or stop apps on a device that is not enrolled. Work apps are protected, on "
        "Windows Microsoft Edge alone, and the organisation's data can be wiped from them; what else is on "
        "the device is the owner's business.",
    ),
    "KND430": Entry(
        _COUNT + "; Intune cannot see that side: {roles}",
        "Say so in the terms for personal devices. " + _NAMES,
        "The work profile shows only apps that the organisation assigns. The private side is invisible to "
        "Intune, by Google's design.",
    ),
    "KND431": Entry(
        _COUNT + "; these Macs get no list of programs: {roles}",
        "Set `os-minimum` for macOS to 27 or later; that makes the list. " + _NAMES,
        "Before macOS 27 Intune has no list that keeps an app from starting, nor an allowlist. Forbidden "
        "apps with an identifier are reported. A Mac is compliant when Gatekeeper lets in apps from the App "
        "Store and from makers that Apple knows. Where `assumptions` say that signing ids are not known, "
        "all Macs count as older ones.",
    ),
    "KND432": Entry(
        _COUNT + "; this step asks to stop nothing: {roles}",
        "Take the step block or a higher one to stop them. " + _NAMES,
        "The steps advise and monitor stop no app. Monitor reports forbidden apps on Apple devices; on "
        "Windows there is the inventory.",
    ),
    "KND433": Entry(
        _COUNT
        + (
            "; {count} {count:stays|stay} away only if the tenant holds {count:it|them}, as the "
            "Play Store is open: {roles}"
        ),
        "Add each of them in the Intune admin center, or take `play-store: open` away. " + _NAMES,
        "In an open store an app is kept off by an uninstall assignment, and Intune assigns only what the "
        "tenant holds. `plan` refuses as long as one of these apps is not there. Without `play-store: open` "
        "nobody can install an app that was not assigned.",
    ),
    "KND434": Entry(
        _COUNT + "; {count} {count:shares|share} an identifier with an approved app: {roles}",
        "Mend the identifiers in the catalogue. " + _NAMES,
        "Two apps with one identifier cannot be told apart by Intune. A list of allowed apps lets in both.",
    ),
    "KND435": Entry(
        _COUNT + ("; {count} can still be opened under another identifier, which has no source: {roles}"),
        ("Give the identifiers a source under `verified`, or say `unverified: true` in the rule. ") + _NAMES,
        "Some apps have several identifiers, for regions or sorts of device. Those without a source do not "
        "block.",
    ),
    "KND436": Entry(
        _COUNT + "; nothing that is made for these devices names {count}: {roles}",
        "Look at the notes on these devices. " + _NAMES,
        "The compiled objects do nothing about these apps on these devices.",
    ),
    "KND437": Entry(
        'role "{role}" accepts that {app} does not open on {platform}, which is not needed',
        "Take it out of `accepted-gaps`.",
        "The app opens there, it is not approved, or the role has no allowlist on this platform.",
    ),
    "KND438": Entry(
        'role "{role}" accepted a gap until {until}, which has passed',
        "Mend the gap, or set a new date with a reason that still holds.",
        "After the date the apps that do not open are errors again.",
    ),
    "KND439": Entry(
        _COUNT + "; {count} {count:has|have} no usable identifier there, so nobody can say: {roles}",
        "Add identifiers with a source to the catalogue when the apps exist on {platform}. " + _NAMES,
        "An allowlist keeps out what it does not name, but on Windows programs start from Program Files, "
        "and on a Mac those of an allowed maker. Of an app without an identifier nobody can say which it "
        "is, and one without a source does not block.",
    ),
    "KND440": Entry(
        'role "{role}" accepts until {until} that {count} approved {count:app does|apps do} not open on '
        "{platform}: {apps}",
        "Add identifiers with a source to the catalogue before that day; after it these are errors.",
        "The list of allowed apps keeps these apps out, and the role says under `accepted-gaps` that it "
        "knows and why.",
    ),
    "KND441": Entry(
        'role "{role}" accepts without an end that {count} approved {count:app does|apps do} not open on '
        "{platform}: {apps}",
        "Add identifiers with a source to the catalogue, or set `until` so that somebody looks again.",
        "The list of allowed apps keeps these apps out, and the role says under `accepted-gaps` that it "
        "knows and why.",
    ),
    "KND442": Entry(
        '{app} is approved for role "{role}", and nobody can say if it opens on {platform}: the team id of '
        "its maker is not known",
        "Add `team-id` to the catalogue (`codesign -dvvv` on a Mac prints it), limit the rule with "
        "`platforms`, let Intune install the app (`require:`), or accept it under `accepted-gaps` of the "
        "role: {id}.",
        "A list of allowed programs on a Mac names makers by their team id. An app of which the catalogue "
        "has none opens when its maker is on the list for another app, or when Intune installed it; "
        "otherwise it does not.",
    ),
    "KND443": Entry(
        _COUNT + "; Macs that are not supervised take no list of programs: {roles}",
        "Supervise the Macs (supervised: true). " + _NAMES,
        "Only a supervised Mac with macOS 27 or later takes a list that keeps an app from starting. "
        "Forbidden apps with an identifier are reported. A Mac is compliant when Gatekeeper lets in apps "
        "from the App Store and from makers that Apple knows.",
    ),
    "KND444": Entry(
        _COUNT + "; these ignore the list of programs, so every app can start: {roles}",
        "Update these devices. " + _NAMES,
        "`os-minimum` keeps no device away. A device with an older system is non-compliant, after "
        "`grace-hours`, and ignores the list that is made for newer ones. On an allowlist apps that nobody "
        "approved start there too. Conditional access can keep such a device out.",
    ),
    "KND445": Entry(
        "{devices}, step {step}: {done} of {total} apps that nobody approved are stopped; {count} may "
        "start: {roles}",
        ("Add bundle ids and `team-id` with a source to the catalogue for those that exist on {platform}. ")
        + _NAMES,
        "The list of allowed programs names makers by their team id. An app that nobody approved is denied "
        "by name when the catalogue has its bundle id with a source. Of the others nobody can say that they "
        "are kept out: their maker may be on the list.",
    ),
    "KND446": Entry(
        _COUNT + (" for certain; {count} cannot be installed, but may have come with the device: {roles}"),
        "Look on a device, and state what you find under `assumptions` of the organisation. " + _NAMES,
        "On Android a list of allowed apps says what may be installed. What happens to apps that came with "
        "the device, such as Chrome and Maps, stands in no source. The assumptions are "
        "`android-private-preinstalled`, for the private side of a device of the organisation, and "
        "`android-system-apps`, for all that the organisation manages.",
    ),
    "label.kind.devices": "devices",
    "label.kind.description": "{what} for {role} on {platform}, kept as code: change it in the policy repository, not here.",
    "label.kind.filter.corporate": "devices of the organisation",
    "label.kind.filter.personal": "people's own devices",
    "label.kind.filter.about": (
        "Keeps what is assigned to people to these {platform} devices, kept as code: change it in the "
        "policy repository, not here."
    ),
    "label.kind.message.title": "Device does not comply",
    "label.kind.message.about": (
        "Mail to somebody whose device does not comply, kept as code: change it in the policy repository, "
        "not here."
    ),
    "label.kind.message.subject": "Your device does not meet the rules of {organisation}",
    "label.kind.message.body": (
        "Your device does not meet the rules that keep the data of {organisation} safe. Open Company "
        "Portal: it says what is wrong and what you can do about it. As long as it is not mended you can "
        "lose access to mail and files. Questions: {helpdesk}. Is the device lost, or do you not trust it: "
        "{report}."
    ),
    "label.kind.app.about": (
        "Groups named here are assigned as code: change that in the policy repository, not here. Other "
        "assignments are left alone."
    ),
}
