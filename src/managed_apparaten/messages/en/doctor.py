"""Texts of `apparaten doctor`: checks, outcomes, advice and the script that grants permissions."""

from managed_apparaten.messages.entry import Entry

DEFAULT_OFF = Entry(
    "a device without a compliance policy counts as compliant",
    "Intune, Devices, Compliance, Settings: mark devices with no policy assigned as Not compliant. "
    "First see which devices that hits.",
)
"""Also the text of PLN094."""

TEXTS: dict[str, Entry | str] = {
    "doctor.status.ok": "ok",
    "doctor.status.missing": "MISSING",
    "doctor.status.unknown": "unknown",
    "doctor.status.warning": "warning",
    "doctor.check.sign-in": "sign-in",
    "doctor.check.tenant": "tenant",
    "doctor.check.licence": "licence",
    "doctor.check.permission": "permission",
    "doctor.check.reading": "reading",
    "doctor.check.default": "default",
    "doctor.check.approval": "approval",
    "doctor.check.clock": "clock",
    "doctor.check.proxy": "proxy",
    "doctor.check.access": "access",
    "doctor.check.enrolment": "enrolment",
    "doctor.check.connections": "connections",
    "doctor.check.people": "people",
    "doctor.progress": "looking at the tenant",
    "doctor.no-policies": (
        "The policy files have errors: everything is looked at as if all kinds were used. See apparaten "
        "validate."
    ),
    "doctor.which-tenant": (
        "Which tenant is yours stands in organisation.yaml, and the policy files have errors: apparaten "
        "validate."
    ),
    "doctor.sign-in.in-process": "the embedded tenant in this process: nobody signs in",
    "doctor.sign-in.application": "application {who} of tenant {tenant}, until {until}",
    "doctor.sign-in.delegated": "on behalf of {who} of tenant {tenant}, until {until}",
    "doctor.sign-in.opaque": Entry(
        "signed in, but the token does not tell who and what",
        "Tokens of Graph may be unreadable. What may be written cannot be told beforehand.",
    ),
    "doctor.sign-in.expired": Entry(
        "the token of {who} ended at {until}", "Sign in again. Is this machine's clock right?"
    ),
    "doctor.sign-in.refused": Entry(
        "Graph does not accept the sign-in: {said}", "Sign in again, to the right cloud and tenant."
    ),
    "doctor.tenant.found": "{name} ({id})",
    "doctor.tenant.no-policies": "{name} ({id}); no organisation.yaml to compare it with",
    "doctor.tenant.other": Entry(
        "this is {name} ({id}), not {wanted}",
        "Sign in to the tenant that organisation.yaml names, or mend tenant.id there. Plan and apply refuse "
        "until then.",
    ),
    "doctor.tenant.unread": "which tenant this is could not be read",
    "doctor.licence.found": "Intune is active in this tenant",
    "doctor.licence.none": Entry(
        "no active Intune licence in this tenant",
        "Buy or activate a subscription with Intune Plan 1. The one of Office 365 (INTUNE_O365) has no app "
        "protection.",
    ),
    "doctor.licence.refused": Entry(
        "Intune does not know this tenant: {said}",
        "It answers so when no Intune licence is active. Look at the subscriptions, then open the Intune "
        "portal once.",
    ),
    "doctor.licence.unread": Entry(
        "could not be read", "It stands in the organisation, which Organization.Read.All opens."
    ),
    "doctor.permission.in-process": "not asked of anybody in process; apparaten tenant serve asks for them",
    "doctor.permission.ok": "{permission}",
    "doctor.permission.missing": "{permission} is not granted",
    "doctor.permission.unknown": Entry(
        "{permission}: cannot be seen without using it",
        "A token that can be read would tell. Nothing is written to find out.",
    ),
    "doctor.permission.optional": Entry(
        "{permission} is not granted; it is optional",
        "With it doctor and plan say where conditional access does not give effect to compliance and app "
        "protection.",
    ),
    "doctor.reading.all": "{n} collections answer in the shape that is known here",
    "doctor.reading.role": Entry(
        "{path} is refused though the permission is granted: {said}",
        "On behalf of a person an Intune role is needed too: Read Only Operator to plan, Policy and Profile "
        "Manager and Application Manager to apply, with a scope that includes this object.",
    ),
    "doctor.reading.consent": Entry(
        "{path} is refused though the permission is granted: {said}",
        "A new consent takes a few minutes. If it stays: does another service in between answer in Graph's "
        "place?",
    ),
    "doctor.reading.absent": Entry(
        "{path} does not exist here: {said}",
        "This cloud or this version of Graph does not have it. Is --cloud right?",
    ),
    "doctor.reading.shape": Entry(
        "{path} does not answer as is known here: no usable {said}",
        "Graph may have changed. Use a newer version of apparaten; until then nothing is planned.",
    ),
    "doctor.reading.property": Entry(
        "{path}: {type} shows no {property} any more",
        "Graph has changed. Use a newer version of apparaten before the next apply.",
    ),
    "doctor.reading.failed": Entry(
        "{path} could not be read: {said}", "Try again later. A read that fails stops every plan."
    ),
    "doctor.reading.no-answer": Entry(
        "no answer to {path}: {said}", "Look at the network, the proxy and the certificates it needs."
    ),
    "doctor.default.on": "a device without a compliance policy counts as not compliant",
    "doctor.default.off": DEFAULT_OFF,
    "doctor.default.unread": Entry(
        "how devices without a compliance policy count could not be read: {said}",
        "Look in Intune, Devices, Compliance, Settings. It should say Not compliant.",
    ),
    "doctor.approval.none": "no write of ours waits for a second person",
    "doctor.approval.later": "Multi Admin Approval is on ({names}): reading is free, apply will have to wait",
    "doctor.approval.on": (
        "Multi Admin Approval is on ({names}): apply asks for approval, ends with exit code 5, and goes on "
        "when it is run again after that"
    ),
    "doctor.approval.unread": Entry(
        "whether writes wait for a second person could not be read: {said}",
        "Look in Intune, Tenant administration, Multi Admin Approval.",
    ),
    "doctor.clock.right": "{seconds} s apart from the service",
    "doctor.clock.ahead": Entry(
        "this machine is {seconds} seconds ahead of the service",
        "Set the clock (NTP). Sign-in refuses more than five minutes.",
    ),
    "doctor.clock.behind": Entry(
        "this machine is {seconds} seconds behind the service",
        "Set the clock (NTP). Sign-in refuses more than five minutes.",
    ),
    "doctor.clock.unread": "the service did not say what time it is",
    "doctor.proxy.in-process": "no network is used",
    "doctor.proxy.none": "none: requests go straight to Graph",
    "doctor.proxy.used": "requests go through {proxy}",
    "doctor.well.plan": "Nothing is missing for a plan ({unknown} unknown).",
    "doctor.well.apply": "Nothing is missing for an apply ({unknown} unknown).",
    "doctor.verdict": "{missing} missing, {unknown} unknown.",
    "doctor.grant.plan": "To plan, grant these permissions of Microsoft Graph and give admin consent:",
    "doctor.grant.apply": "To apply, grant these permissions of Microsoft Graph and give admin consent:",
    "doctor.script": (
        "apparaten doctor --script az (or powershell) writes the commands for two applications, one that "
        "plans and one that applies."
    ),
    "doctor.script.title": "Registers two applications for a pipeline: apparaten-plan reads, apparaten-apply writes.",
    "doctor.script.who": (
        "Run az login first, as somebody who may create applications and consent to application permissions "
        "of Microsoft Graph (Privileged Role Administrator). No secret is made: GitHub proves who it is "
        "with a token for each run."
    ),
    "doctor.script.prefix": (
        "The one argument is the start of the subject in those tokens: repo:OWNER/NAME. For a repository "
        "that was made, renamed or moved since the summer of 2026 it holds numbers too; GitHub shows it in "
        "the repository's settings, under Actions, OIDC. It must be right to the letter."
    ),
    "doctor.script.again": (
        "Running it again is safe: what is there stays, what is missing is added. A new application takes a "
        "moment to be known everywhere; if a command fails on that, run it again."
    ),
    "doctor.script.ids": "Permissions are looked up by name in this tenant, so no id of them stands here.",
    "doctor.script.plan-writes": (
        "apparaten-plan gets a permission to write as well: Intune shows the values of a custom Windows "
        "profile to nobody else. Plan itself has no code that writes; keep the environment closed to all "
        "but the main branch."
    ),
    "doctor.script.usage": "usage: grant.sh repo:OWNER/NAME",
    "doctor.script.several": "more than one application has this name",
    "doctor.script.no-role": "Microsoft Graph has no application permission of this name",
    "doctor.script.apparaten-plan": "reads: for doctor and plan",
    "doctor.script.apparaten-apply": "writes: for apply",
    "doctor.script.optional": (
        "Optional: with this permission doctor and plan also see whether conditional access gives effect to "
        "the policies. It reads all policies of Entra, so it is left out until you take away the #."
    ),
    "doctor.spare": "Granted and not needed; take it away where you can: {names}.",
    "doctor.for.group-devices": "the devices in groups",
    "doctor.for.settings-catalog": "which settings exist",
    "doctor.for.devices": "how many devices a change reaches",
    "doctor.for.groups": "groups and who is in them",
    "doctor.for.tenant": "which tenant this is, and its licence",
    "doctor.for.people": "how many people a change reaches",
    "doctor.powershell.who": (
        "Signs in by itself, in the browser: as somebody who may create applications and consent to "
        "application permissions of Microsoft Graph (Privileged Role Administrator). No secret is made: "
        "GitHub proves who it is with a token for each run. Needs two modules: Install-Module "
        "Microsoft.Graph.Authentication, Microsoft.Graph.Applications -Scope CurrentUser."
    ),
    "doctor.powershell.usage": "usage: grant.ps1 repo:OWNER/NAME",
    "doctor.around.access": "conditional access gives effect to compliance and app protection",
    "doctor.around.enrolment": "no device of people's own counts as compliant without a policy",
    "doctor.around.connections": "the connections to Apple and Google work",
    "doctor.around.people": "everybody is in a role",
    "doctor.around.roles": Entry("roles could not be looked at: {said}", "Mend what is missing above first."),
    "doctor.warned.missing": "{missing} missing, {warnings}, {unknown} unknown.",
    "doctor.warned.plan": "Nothing is missing for a plan ({warnings}, {unknown} unknown).",
    "doctor.warned.apply": "Nothing is missing for an apply ({warnings}, {unknown} unknown).",
}
