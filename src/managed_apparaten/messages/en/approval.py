"""What apply says about writes that a second person has to approve."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "APL051": Entry(
        "{address}: somebody rejected the request for approval {code}",
        "Ask them why; their answer stands with the request in Intune. The next apply asks anew for what the plan then holds.",
        "A write to an object that Multi Admin Approval protects was asked for, and the answer is no. Nothing was sent for it, and this "
        "request is not looked at again.",
    ),
    "APL052": Entry(
        "{address}: request for approval {code} is open, but no longer asks for what would be done now",
        "Have that request rejected or cancelled in Intune (Tenant administration, Multi Admin Approval), then plan and apply again.",
        "An approval holds for one write, to the byte, to an object as it was when it was asked. The policy or the tenant has changed "
        "since, so what somebody agreed to, or still may agree to, is not sent. Only when the old request is out of the way is the new "
        "one asked for: nobody should find two that contradict each other.",
    ),
    "APL053": Entry(
        '{address}: another request for approval is open for this object ({status} "{message}")',
        "Somebody asked for another change to it in Intune. Let that be decided first, then plan and apply again.",
        "Intune takes one open request for approval for each object. This one is not ours.",
    ),
    "APL054": Entry(
        '{address} needs approval, and apply could not ask for it: {status} {code} "{message}"',
        "Let the application read requests for approval (DeviceManagementRBAC.Read.All), then plan and apply again.",
        "Before anything is asked, the requests for approval of the tenant are read, so that none is made twice. They could not be read, "
        "so nothing was asked. Sometimes Intune leaves a new object behind when it refuses to create it so; the next plan finds it by its "
        "marker and takes it over, and it is assigned to nobody.",
    ),
    "APL055": Entry(
        "{address}: the request for approval {code} was cancelled",
        "Apply again to ask anew.",
        "Somebody withdrew the request before it was decided, or took the approval back. Nothing was sent for it.",
    ),
    "APL056": Entry(
        "{address}: the request for approval {code} has expired",
        "Apply again to ask anew, and tell those who approve.",
        "Intune keeps a request and an approval for a limited time only. Nothing was sent for it.",
    ),
    "APL057": Entry(
        "{address}: Intune no longer shows the request for approval {code}",
        "Apply again to ask anew.",
        "The journal says that approval was asked for, and the tenant does not know of it any more. Nothing was sent for it.",
    ),
    "cli.apply.state.waiting": "waits",
    "cli.approval.waits": "Waiting for approval: {waiting} waiting, {done} done and {left} not begun, of {total} changes.",
    "cli.approval.code": "request {code}",
    "cli.approval.who": "{policy}: a member of {groups} has to agree.",
    "cli.approval.somebody": "{policy}: somebody who may approve has to agree.",
    "cli.approval.where": "They find the requests in Intune: Tenant administration, Multi Admin Approval.",
    "cli.approval.then": "Then apply again; on another day make a new plan first.",
}
