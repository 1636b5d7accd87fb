"""What happens to apps on devices: the words for effects, and what `validate` says of gaps."""

from managed_apparaten.messages.entry import Entry

_COUNT = "{devices}, step {step}: {done} of {total} forbidden apps {done:is|are} stopped"
_OPEN = "{devices}, step {step}: {done} of {total} approved apps {done:opens|open}"
_NAMES = "They are: {names}."

TEXTS: dict[str, Entry | str] = {
    "decision.block": "a rule forbids it",
    "decision.refuse": "no rule approves it, and the step lets in approved apps only",
    "decision.caution": "approved, with conditions",
    "decision.allow": "approved",
    "decision.tolerate": "no rule speaks of it",
    "cli.explain.decision": "Decision for {platforms}: {decision}",
    "cli.explain.on": "{devices} (step {step})",
    "cli.explain.raised": "{devices} (step {step} holds, not {written}: other devices of this role get the same objects)",
    "label.raised-step": "the policy says {step}; {highest} holds, by KND309",
    "effect.short.stopped": "{n} stopped",
    "effect.short.removed": "{n} removed",
    "effect.short.reported": "{n} reported",
    "effect.short.allowed": "{n} can be opened",
    "effect.short.work-data-protected": "{n} only work data protected",
    "effect.short.not-controlled": "{n} not controlled",
    "effect.short.unknown": "{n} unknown",
    "cli.plan.effects": "What happens to apps then, for the roles above:",
    "cli.plan.effect": "of {forbidden} forbidden apps {how}; of {approved} approved apps {opening}",
    "cli.plan.effects-left": "and {n} more classes of device: --full",
    "cli.md.effects": "What happens to apps then, for the roles of this plan",
    "cli.md.forbidden": "forbidden apps",
    "cli.md.approved": "approved apps",
    "cli.md.role": "role",
    "effect.stopped": "stopped: cannot be opened",
    "effect.removed": "removed where Intune installed it; otherwise it can be opened",
    "effect.reported": "reported: it can be opened, and that is seen",
    "effect.allowed": "can be opened",
    "effect.work-data-protected": "can be opened; only work data in it is protected",
    "effect.not-controlled": "not controlled: nothing stops it",
    "effect.unknown": "unknown",
    "effect.also.non-compliant": "makes the device non-compliant",
    "effect.also.reported": "is in a report",
    "effect.also.audited": "is written down when it starts (AppLocker)",
    "effect.also.protected": "work data in it is protected",
    "effect.also.removed": "is removed where Intune installed it",
    "effect.also.installed": "is installed by itself",
    "effect.also.offered": "is offered in the store or Company Portal",
    "effect.why.no-identifier": "the catalogue has no identifier on {platform} by which it could be stopped",
    "effect.why.no-identifier-there": "the catalogue has no identifier on {platform} by which a list could name it",
    "effect.why.unverified": "its identifiers on {platform} have no source, so they do not block",
    "effect.why.audited": "AppLocker only watches on these devices",
    "effect.why.personal": "Intune controls no apps on a device that is not enrolled",
    "effect.why.private-side": "Intune cannot see the private side of somebody's own device",
    "effect.why.unsupervised": "Apple lets apps be stopped on supervised devices only",
    "effect.why.older-mac": "a Mac takes a list of programs from macOS 27 on, and this role does not ask for that version",
    "effect.why.unsupervised-mac": "only a supervised Mac takes a list of programs",
    "effect.why.older-system": "these devices have an older system, which takes no list of programs",
    "effect.why.step": 'step "{step}" asks to stop nothing',
    "effect.why.if-held": "it stays away only if the tenant has the app, to assign it for uninstall",
    "effect.why.shared": "another app that is decided otherwise has the same identifier",
    "effect.why.partly": "another identifier of it is not stopped",
    "effect.why.own-device": "only assigned apps can be installed there, and this policy assigns nothing to devices that people own; "
    "it opens only where somebody assigned it in Intune",
    "effect.why.not-assigned": "only assigned apps can be installed there, and no assignment of this one counts there",
    "effect.why.not-offered": "only assigned apps can be installed there, and the tenant lacks this one",
    "effect.why.not-listed": "no usable identifier of it is on the list of allowed apps",
    "effect.why.not-named": "no object names it",
    "effect.why.place": "it starts from Windows and Program Files, not from elsewhere",
    "effect.why.no-team": "the list lets in makers, and the catalogue does not know who signs it",
    "effect.why.maker-decides": "whether it is protected follows from a list that Microsoft keeps",
    "effect.why.preinstalled": "it cannot be installed there; whether it opens where it came with the device is not known",
    "effect.why.no-object": "nothing is made for these devices",
    "label.this-identifier": "this package",
    "label.allowlist-here": "the step that lets in approved apps only",
    "label.accepted-until": "accepted until {until}, which has passed",
    "KND346": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: who signs {identifier} is not known',
        "Add the subject of its certificate (`CN=...`) to `publishers` of the app (`Get-AppxPackage` shows it as Publisher), limit the "
        "rule "
        "with `platforms`, or accept it under `accepted-gaps` of the role: {id}.",
        "A package family name holds a digest of the publisher, and an allow rule needs the publisher itself: a rule for any publisher "
        "would let in every package that takes the same name. The digest proves whether a subject is the right one.",
    ),
    "KND396": Entry(
        f"{_OPEN}; this policy assigns nothing there, so {{count}} {{count:does|do}} not: {{roles}}",
        f"Assign the apps in Intune that people need there. {_NAMES}",
        "A work profile shows assigned apps only. This policy assigns nothing to devices that people own: an approved app is protected "
        "there, and it opens only where somebody assigned it.",
    ),
    "KND413": Entry(
        f"{_OPEN} for certain; {{count}} only where an administrator installed {{count:it|them}}: {{roles}}",
        f"Have Intune install such programs for all users, or add to `publishers` who signs them, with a source. {_NAMES}",
        "An enforced allowlist lets programs start from the folders of Windows and from Program Files, and anywhere by a publisher that a "
        "source names. A program that installs itself for one user, in that user's own folders, is stopped otherwise.",
    ),
    "KND416": Entry(
        "{count} approved {count:app|apps} for {platform} cannot be offered, as the catalogue lacks what the tenant knows apps by: {apps}",
        "State it in the catalogue. Windows: store-ids, product-codes or intune-names; macOS: bundle-ids or intune-names; iOS: bundle-ids.",
        "The catalogue knows these apps in another way, such as a winget id or the name of a file, and Intune's apps carry neither. "
        "`intune-names` is what the app is called in your Intune, letter for letter. Between brackets stand the roles. An app that a list "
        "keeps out for the same reason is an error of its own and is not told here.",
    ),
    "KND417": Entry(
        "{count} stopped {count:app|apps} for {platform} cannot be uninstalled, as the catalogue lacks what the tenant knows apps by: "
        "{apps}",
        "If Intune installed them, state it in the catalogue: store-ids, product-codes, bundle-ids or intune-names.",
        "They cannot be opened. The catalogue knows these apps in another way, or by an identifier without a source, by which nothing is "
        "uninstalled. If Intune installed one of them, it stays. Between brackets stand the roles. Apps that are not stopped either are "
        "told with the device, and not here.",
    ),
    "KND442": Entry(
        '{app} is approved for role "{role}", and nobody can say if it opens on {platform}: the team id of its maker is not known',
        "Add `team-id` to the catalogue (`codesign -dvvv` on a Mac prints it), limit the rule with `platforms`, let Intune install the app "
        "(`require:`), or accept it under `accepted-gaps` of the role: {id}.",
        "A list of allowed programs on a Mac names makers by their team id. An app of which the catalogue has none opens when its maker is "
        "on the list for another app, or when Intune installed it; otherwise it does not.",
    ),
    "KND443": Entry(
        f"{_COUNT}; Macs that are not supervised take no list of programs: {{roles}}",
        f"Supervise the Macs (supervised: true). {_NAMES}",
        "Only a supervised Mac with macOS 27 or later takes a list that keeps an app from starting. Forbidden apps with an identifier are "
        "reported. A Mac is compliant when Gatekeeper lets in apps from the App Store and from makers that Apple knows.",
    ),
    "KND444": Entry(
        f"{_COUNT}; these ignore the list of programs, so every app can start: {{roles}}",
        f"Update these devices. {_NAMES}",
        "`os-minimum` keeps no device away. A device with an older system is non-compliant, after `grace-hours`, and ignores the list that "
        "is made for newer ones. On an allowlist apps that nobody approved start there too. Conditional access can keep such a device out.",
    ),
    "KND445": Entry(
        "{devices}, step {step}: {done} of {total} apps that nobody approved are stopped; {count} may start: {roles}",
        f"Add bundle ids and `team-id` with a source to the catalogue for those that exist on {{platform}}. {_NAMES}",
        "The list of allowed programs names makers by their team id. An app that nobody approved is denied by name when the catalogue has "
        "its bundle id with a source. Of the others nobody can say that they are kept out: their maker may be on the list.",
    ),
    "KND420": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: it has no identifier that a list takes',
        "Add the identifier to the catalogue, limit the rule with `platforms`, or accept it under `accepted-gaps` of the role: {id}.",
        "With an allowlist only apps open that the list names, and an app is named by its identifier. Without one an approved app is kept "
        "out like any other. A role can accept that for some apps, with a reason.",
    ),
    "KND421": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: {identifier} is {other} too, which is forbidden',
        "Mend the identifier in the catalogue, decide the same for both, or accept it under `accepted-gaps` of the role: {id}.",
        "Two apps with one identifier cannot be told apart by Intune. What is forbidden goes first, so the approved one is kept out too.",
    ),
    "KND422": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: none of its identifiers can be on the list',
        "Give the identifier a source, or what a list needs besides, or accept it under `accepted-gaps` of the role: {id}.",
        "A list of allowed apps takes identifiers that are certain. On a Mac it needs the team id of the maker.",
    ),
    "KND423": Entry(
        f"{_OPEN}; {{count}} {{count:has|have}} no assignment that counts there: {{roles}}",
        f"Write `require:` for the apps that must be there, and add the identifier of an app that has none. {_NAMES}",
        "A managed Play store, and the work side of a device with a work profile, hold the apps that are assigned and no other. An app "
        "without an identifier cannot be assigned. What is available is for groups of people, and for groups of devices only where those "
        "are fully managed or have a work profile (Microsoft Learn, Assign apps to groups). What a rule requires is installed. Dedicated "
        "devices also get every app that manages or protects them, and on an allowlist every approved app with a verified identifier.",
    ),
    "KND424": Entry(
        f"{_OPEN} for certain; {{count}} {{count:has|have}} no identifier that a rule takes, so nobody can say: {{roles}}",
        f"Add identifiers to the catalogue when the apps exist on {{platform}}, or have Intune install them for all users. {_NAMES}",
        "On Windows an allowlist lets programs start from Windows and Program Files, and packages that it names. The id of an "
        "app in a store or in winget does not tell which program or package it is. Such an app starts for certain only where a source "
        "names its maker, and the list lets in everything of that maker.",
    ),
    "KND425": Entry(
        f"{_COUNT}; {{count}} {{count:has|have}} no identifier there to be stopped by: {{roles}}",
        f"Add identifiers to the catalogue when the apps exist on {{platform}}. {_NAMES}",
        "Intune knows an app by its bundle id or package, not by its name. No setting can name an app without one, to stop it or to "
        "uninstall it. Some of these apps never existed on this platform.",
    ),
    "KND426": Entry(
        f"{_COUNT}; {{count}} {{count:has|have}} only identifiers without a source: {{roles}}",
        f"Give the identifiers a source under `verified`, or say `unverified: true` in the rule. {_NAMES}",
        "An identifier that nobody has seen in a source may belong to another app, and a block would then hit that one. It is therefore "
        "only used to recognise apps. Look it up in the store, add it to `verified` with source and date, and it blocks from then on.",
    ),
    "KND427": Entry(
        f"{_COUNT}; AppLocker only watches {{count}}: {{roles}}",
        f"Read what it would stop in the AppLocker event log, then take `applocker: audit` off these devices. {_NAMES}",
        "With `applocker: audit` Windows writes down what it would stop and stops nothing. A collection of rules audits or enforces as a "
        "whole.",
    ),
    "KND428": Entry(
        f"{_COUNT}; Apple lets nobody stop the other {{count}} there: {{roles}}",
        f"Supervise the devices to keep apps away from them. {_NAMES}",
        "Apple lets a device hide apps only when it is supervised. On other devices Intune sees an app that has an identifier, and marks "
        "the device as non-compliant from step block on. Conditional access can then keep the device out.",
    ),
    "KND429": Entry(
        f"{_COUNT}; Intune controls no apps on a device that is not enrolled: {{roles}}",
        f"Say so in the terms for personal devices. {_NAMES}",
        "Intune cannot see or stop apps on a device that is not enrolled. Work apps are protected, on Windows Microsoft Edge alone, and "
        "the organisation's data can be wiped from them; what else is on the device is the owner's business.",
    ),
    "KND430": Entry(
        f"{_COUNT}; Intune cannot see that side: {{roles}}",
        f"Say so in the terms for personal devices. {_NAMES}",
        "The work profile shows only apps that the organisation assigns. The private side is invisible to Intune, by Google's design.",
    ),
    "KND431": Entry(
        f"{_COUNT}; these Macs get no list of programs: {{roles}}",
        f"Set `os-minimum` for macOS to 27 or later; that makes the list. {_NAMES}",
        "Before macOS 27 Intune has no list that keeps an app from starting, nor an allowlist. Forbidden apps with an identifier are "
        "reported. A Mac is compliant when Gatekeeper lets in apps from the App Store and from makers that Apple knows. Where "
        "`assumptions` say that signing ids are not known, all Macs count as older ones.",
    ),
    "KND432": Entry(
        f"{_COUNT}; this step asks to stop nothing: {{roles}}",
        f"Take the step block or a higher one to stop them. {_NAMES}",
        "The steps advise and monitor stop no app. Monitor reports forbidden apps on Apple devices; on Windows there is the inventory.",
    ),
    "KND433": Entry(
        f"{_COUNT}; {{count}} {{count:stays|stay}} away only if the tenant holds {{count:it|them}}, as the Play Store is open: {{roles}}",
        f"Add each of them in the Intune admin center, or take `play-store: open` away. {_NAMES}",
        "In an open store an app is kept off by an uninstall assignment, and Intune assigns only what the tenant holds. `plan` refuses as "
        "long as one of these apps is not there. Without `play-store: open` nobody can install an app that was not assigned.",
    ),
    "KND434": Entry(
        f"{_COUNT}; {{count}} {{count:shares|share}} an identifier with an approved app: {{roles}}",
        f"Mend the identifiers in the catalogue. {_NAMES}",
        "Two apps with one identifier cannot be told apart by Intune. A list of allowed apps lets in both.",
    ),
    "KND435": Entry(
        f"{_COUNT}; {{count}} can still be opened under another identifier, which has no source: {{roles}}",
        f"Give the identifiers a source under `verified`, or say `unverified: true` in the rule. {_NAMES}",
        "Some apps have several identifiers, for regions or sorts of device. Those without a source do not block.",
    ),
    "KND436": Entry(
        f"{_COUNT}; nothing that is made for these devices names {{count}}: {{roles}}",
        f"Look at the notes on these devices. {_NAMES}",
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
        f"{_COUNT}; {{count}} {{count:has|have}} no usable identifier there, so nobody can say: {{roles}}",
        f"Add identifiers with a source to the catalogue when the apps exist on {{platform}}. {_NAMES}",
        "An allowlist keeps out what it does not name, but on Windows programs start from Program Files, and on a Mac those of an allowed "
        "maker. Of an app without an identifier nobody can say which it is, and one without a source does not block.",
    ),
    "KND446": Entry(
        f"{_COUNT} for certain; {{count}} cannot be installed, but may have come with the device: {{roles}}",
        f"Look on a device, and state what you find under `assumptions` of the organisation. {_NAMES}",
        "On Android a list of allowed apps says what may be installed. What happens to apps that came with the device, such as Chrome and "
        "Maps, stands in no source. The assumptions are `android-private-preinstalled`, for the private side of a device of the "
        "organisation, and `android-system-apps`, for all that the organisation manages.",
    ),
    "KND440": Entry(
        'role "{role}" accepts until {until} that {count} approved {count:app does|apps do} not open on {platform}: {apps}',
        "Add identifiers with a source to the catalogue before that day; after it these are errors.",
        "The list of allowed apps keeps these apps out, and the role says under `accepted-gaps` that it knows and why.",
    ),
    "KND441": Entry(
        'role "{role}" accepts without an end that {count} approved {count:app does|apps do} not open on {platform}: {apps}',
        "Add identifiers with a source to the catalogue, or set `until` so that somebody looks again.",
        "The list of allowed apps keeps these apps out, and the role says under `accepted-gaps` that it knows and why.",
    ),
}
