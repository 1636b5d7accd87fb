"""What happens to apps on devices: the words for effects, and what `validate` says of gaps."""

from managed_apparaten.messages.entry import Entry

_COUNT = '{done} of {total} forbidden apps are stopped on {devices} at step "{step}"'
_WHERE = "They are: {names}. Roles: {who}."

TEXTS: dict[str, Entry | str] = {
    "decision.block": "a rule forbids it",
    "decision.refuse": "no rule approves it, and the step lets in approved apps only",
    "decision.caution": "approved, with conditions",
    "decision.allow": "approved",
    "decision.tolerate": "no rule speaks of it",
    "cli.explain.decision": "Decision for {platforms}: {decision}",
    "cli.explain.on": "{devices} (step {step})",
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
    "effect.why.no-identifier": "the catalogue has no identifier for it on {platform}",
    "effect.why.no-identifier-there": "the catalogue has no identifier for it on {platform}, so no list can name it",
    "effect.why.unverified": "its identifiers on {platform} have no source, so they do not block",
    "effect.why.audited": "AppLocker only watches on these devices",
    "effect.why.personal": "Intune controls no apps on a device that is not enrolled",
    "effect.why.private-side": "Intune cannot see the private side of somebody's own device",
    "effect.why.unsupervised": "Apple lets apps be stopped on supervised devices only",
    "effect.why.older-mac": "a Mac takes a list of programs from macOS 27 on, when it is supervised",
    "effect.why.step": 'step "{step}" asks to stop nothing',
    "effect.why.if-held": "it stays away only if the tenant has the app, to assign it for uninstall",
    "effect.why.shared": "another app that is decided otherwise has the same identifier",
    "effect.why.partly": "another identifier of it is not stopped",
    "effect.why.not-assigned": "only assigned apps can be installed there, and nothing assigns it",
    "effect.why.not-offered": "only assigned apps can be installed there, and its assignment does not reach these devices",
    "effect.why.not-listed": "no usable identifier of it is on the list of allowed apps",
    "effect.why.not-named": "no object names it",
    "effect.why.place": "it starts from Windows and Program Files, not from elsewhere",
    "effect.why.maker-decides": "whether it is protected follows from a list that Microsoft keeps",
    "effect.why.no-object": "nothing is made for these devices",
    "label.allowlist-here": "the step that lets in approved apps only",
    "label.accepted-until": "accepted until {until}, which has passed",
    "KND420": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: it has no identifier there',
        "Add the identifier to the catalogue, limit the rule with `platforms`, or accept it under `accepted-gaps` of the role: {id}.",
        "With an allowlist only apps open that the list names, and an app is named by its identifier. Without one an approved app is kept "
        "out like any other. A role can accept that for some apps, with a reason.",
    ),
    "KND421": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: a forbidden app has the same identifier',
        "Mend the identifiers in the catalogue, or accept it under `accepted-gaps` of the role: {id}.",
        "Two apps with one identifier cannot be told apart by Intune. What is forbidden goes first, so the approved one is kept out too.",
    ),
    "KND422": Entry(
        '{app} is approved for role "{role}" and would not open on {platform}: none of its identifiers can be on the list',
        "Give the identifier a source, or what a list needs besides, or accept it under `accepted-gaps` of the role: {id}.",
        "A list of allowed apps takes identifiers that are certain. On Windows it needs the publisher of a package, on a Mac the team id "
        "of the maker.",
    ),
    "KND423": Entry(
        '{done} of {total} approved apps open on {devices} at step "{step}"; nothing assigns {count}: {roles}',
        f"Only assigned apps can be installed there. {_WHERE}",
        "A managed Play store, and the work side of a device with a work profile, hold the apps that are assigned and no other. What is "
        "available is for people and for few groups of devices; what a rule requires is installed.",
    ),
    "KND424": Entry(
        '{done} of {total} approved apps open on {devices} at step "{step}"; of {count} nobody can say: {roles}',
        f"Add identifiers, or have programs installed for all users. {_WHERE}",
        "On Windows an allowlist lets programs start from Windows and Program Files, and packages that it names. Of an app without an "
        "identifier nobody can say which it is, nor whether it starts.",
    ),
    "KND425": Entry(
        f"{_COUNT}; {{count}} have no identifier on {{platform}}: {{roles}}",
        f"Add identifiers to the catalogue when the apps exist on {{platform}}. {_WHERE}",
        "Intune knows an app by its bundle id or package, not by its name. No setting can name an app without one. Some of these apps "
        "never existed on this platform.",
    ),
    "KND426": Entry(
        f"{_COUNT}; {{count}} have identifiers without a source only: {{roles}}",
        f"Give the identifiers a source under `verified`, or say `unverified: true` in the rule. {_WHERE}",
        "An identifier that nobody has seen in a source may belong to another app, and a block would then hit that one. It is therefore "
        "only used to recognise apps.",
    ),
    "KND427": Entry(
        f"{_COUNT}; {{count}} are only watched by AppLocker: {{roles}}",
        f"Read the AppLocker event log, then say `applocker: enforce` on these devices. {_WHERE}",
        "While AppLocker audits, Windows writes down what it would stop and lets it start.",
    ),
    "KND428": Entry(
        f"{_COUNT}; {{count}} can be opened, as the devices are not supervised: {{roles}}",
        f"Supervise the devices to keep apps away from them. {_WHERE}",
        "Apple lets a device hide apps only when it is supervised. On other devices Intune sees an app that has an identifier, and marks "
        "the device as non-compliant from step block on. Conditional access can then keep the device out.",
    ),
    "KND429": Entry(
        f"{_COUNT}; Intune controls no apps on a device that is not enrolled: {{roles}}",
        f"Say so in the terms for personal devices. {_WHERE}",
        "Intune cannot see or stop apps on a device that is not enrolled. Work apps are protected, on Windows Microsoft Edge alone, and "
        "the organisation's data can be wiped from them; what else is on the device is the owner's business.",
    ),
    "KND430": Entry(
        f"{_COUNT}; Intune cannot see that side: {{roles}}",
        f"Say so in the terms for personal devices. {_WHERE}",
        "The work profile shows only apps that the organisation assigns. The private side is invisible to Intune, by Google's design.",
    ),
    "KND431": Entry(
        f"{_COUNT}; these Macs take no list of programs: {{roles}}",
        f"Supervise the Macs and set `os-minimum` for macOS to 27 or later. {_WHERE}",
        "Before macOS 27 Intune has no list that keeps an app from starting. Forbidden apps with an identifier are reported. A Mac is "
        "compliant when Gatekeeper lets in apps from the App Store and from makers that Apple knows.",
    ),
    "KND432": Entry(
        f"{_COUNT}; the step asks to stop nothing: {{roles}}",
        f"Take the step block or a higher one to stop them. {_WHERE}",
        "The steps advise and monitor stop no app. Monitor reports forbidden apps on Apple devices; on Windows there is the inventory.",
    ),
    "KND433": Entry(
        f"{_COUNT}; {{count}} stay away only if the tenant has them: {{roles}}",
        f"Approve them in managed Google Play, or do not open the whole store. The plan names those that the tenant lacks. {_WHERE}",
        "With the whole Play store open, what is kept out are the apps that have an uninstall assignment, and only an app of the tenant "
        "can have one.",
    ),
    "KND434": Entry(
        f"{_COUNT}; {{count}} share an identifier with an approved app: {{roles}}",
        f"Mend the identifiers in the catalogue. {_WHERE}",
        "Two apps with one identifier cannot be told apart by Intune. A list of allowed apps lets in both.",
    ),
    "KND435": Entry(
        f"{_COUNT}; {{count}} can still be opened under another of their identifiers: {{roles}}",
        f"Give their other identifiers a source. {_WHERE}",
        "Some apps have several identifiers, for regions or sorts of device. Those without a source do not block.",
    ),
    "KND436": Entry(
        f"{_COUNT}; nothing made for these devices names {{count}}: {{roles}}",
        f"Look at the notes on these devices. {_WHERE}",
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
        f"{_COUNT}; {{count}} have no identifier on {{platform}}, so nobody can say: {{roles}}",
        f"Add identifiers to the catalogue when the apps exist on {{platform}}. {_WHERE}",
        "An allowlist keeps out what it does not name, but on Windows programs start from Program Files, and on a Mac those of an allowed "
        "maker. Of an app without an identifier nobody can say which it is.",
    ),
}
