"""Messages of apply (APL): refusals, failed writes, recovery and approvals."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "APL001": Entry(
        "{guard} stops this apply: {measured}, the limit is {limit}",
        "Look at the plan again. If this is what you want, give {override}.",
        "A guard is a limit on what one apply may take away or turn over, counted in people and devices. "
        "Nothing is written while a guard fails. Each guard has its own flag, and a flag holds only for the "
        "plan that you have seen: another plan needs it again.",
    ),
    "APL002": Entry(
        "the flags were given for plan {given}, this is plan {plan}",
        "Read the new plan and give the flags for it.",
        "A flag that lifts a guard is bound to the digest of one plan. When the policy or the tenant "
        "changes, the plan changes, and what was allowed for the old one says nothing about the new one.",
    ),
    "APL003": Entry(
        "the plan has errors; nothing was written",
        "Mend the errors that the plan shows and plan again.",
        "A plan that could not be worked out in full is never applied in part: a group that was not found, "
        "for instance, would be an assignment with one group less.",
    ),
    "APL004": Entry(
        "the plan is for tenant {planned}, but this is tenant {found}",
        "Choose the right tenant with --tenant, or plan for this one.",
        "A plan holds the id of the tenant that it was made for, and apply asks the tenant for its id "
        "before it writes anything.",
    ),
    "APL005": Entry(
        "the plan no longer holds, differences: {count}; nothing was written",
        "Make a new plan, have it read again, and apply that one.",
        "Apply never obeys a plan file. It compiles the policy again, reads the tenant again, and goes on "
        "only when that gives the very same plan, or the rest of one that an earlier apply began. Otherwise "
        "somebody changed the policy, the tenant or the file after it was read.",
    ),
    "APL006": Entry(
        "{address} {field}: was {before}, is {after}",
        "",
        "One thing that is not as it was when the plan was made, or not as it was just written.",
    ),
    "APL007": Entry(
        "a real tenant is made as policy holds today ({today}), not as it would on {asked}",
        "Leave --date out. Plan with it to see what another day brings.",
        "On another day other exceptions hold: one that has ended would be granted again, or one would "
        "begin too early. With a date of its own an old plan could also be applied long after its review.",
    ),
    "APL008": Entry(
        "{guard} stops this apply ({measured}), and no flag lifts it",
        "Mend what the warnings of the plan name, then plan again.",
        "Some things nobody can agree to with a flag, because the program does not know what it would be "
        "doing. `apparaten explain` with the code says what must be mended.",
    ),
    "APL010": Entry(
        "{address} was changed by somebody else: {fields}",
        "Find out who changed it, then make a new plan. What they wrote is still there.",
        "Before each write the object is read again and compared with what the plan saw; afterwards it is "
        "read until it shows what was written. Another value means that somebody else writes to the same "
        "object, in the portal or with another tool. Intune has no lock for this, so apply stops instead of "
        "writing over it.",
    ),
    "APL011": Entry(
        "{address}: object {object} does not carry our marker and is left alone",
        "If the marker was removed on purpose, the object is no longer ours. Otherwise adopt it again.",
        "An object belongs to this repository only while its description ends with our marker for that "
        "address. The marker is checked before every write, and an object without it is never written to. "
        "An app that somebody else added is the exception: it may be without one, and then gets assignments "
        "of our groups and a marker that names those.",
    ),
    "APL012": Entry(
        "{address}: object {object} no longer exists",
        "Make a new plan; it will create the object if it is still wanted.",
        "The plan saw the object, and now the tenant says that it is not there. Somebody deleted it in "
        "between.",
    ),
    "APL013": Entry(
        "{address} was written and is as wanted, but somebody else wrote to it at the same moment "
        "({before}, now {after})",
        "Look in the audit log of Intune for who wrote what. Their change may have been overwritten.",
        "Between our last look and our write there is a moment in which somebody else can write. It cannot "
        "be closed, because Intune offers no condition on a write. The version counter of the object went "
        "up by more than our own writes, so this happened.",
    ),
    "APL014": Entry(
        "{address}: object {object} carries the same marker but is not the same; neither was assigned",
        "Plan again: the one that is as we made it stays, and a copy that somebody changed is left alone "
        "and named.",
        "Two objects carry our marker for one address. When they are identical, the younger one is left "
        "over from a create whose answer was lost, and it is taken away. These two differ, or both are "
        "assigned, so that a plan must show first what is to be done.",
    ),
    "APL015": Entry(
        "{address}: a second, identical object {object} was taken away",
        "Nothing has to be done.",
        "An earlier create happened although its answer was lost, and the list did not show the object yet. "
        "It was assigned to nobody, or to the same groups as the one that stays.",
    ),
    "APL020": Entry(
        'Intune refused {address} ({action}): {status} {code} "{message}"',
        "The refused write changed nothing; earlier writes to this object stay. request-id {request}, "
        "activity-id {activity}",
        "The service gave a definite no. When its answer names a property or a value that we wrote, the "
        "line of policy that it comes from is shown. The run stops here, so that nothing is built on what "
        "is not there.",
    ),
    "APL021": Entry(
        "{address}: no usable answer to {op}, and the tenant does not show it ({message})",
        "Plan again in a few minutes: it will find what happened, and do what is left.",
        "A write whose answer is lost may or may not have happened. The tenant was searched until it must "
        "have settled, the write was repeated where that is safe, and there was still no answer.",
    ),
    "APL022": Entry(
        '{address} could not be read: {status} {code} "{message}"',
        "Plan again when the tenant answers. request-id {request}, activity-id {activity}",
        "Nothing is written to what cannot be read. If a write had already been sent, its effect is unknown "
        "until the next plan.",
    ),
    "APL023": Entry(
        "{address}: {op} was accepted, but the tenant does not show it within the time allowed",
        "Plan again in a few minutes: it starts from what the tenant then shows.",
        "After each write the object is read until it shows what was written. Some changes take time to be "
        "seen. When it takes too long, the run stops, because the next write would rest on something that "
        "is perhaps not there.",
    ),
    "APL024": Entry(
        "{address}: the new object {object} does not appear in the list; it is assigned to nobody yet",
        "Plan again in a few minutes: it finds the object by its marker and goes on.",
        "A new object is assigned only when the list shows it, because the list would then also show an "
        "older one with the same marker.",
    ),
    "APL025": Entry(
        "{address}: the list showed the new object only after {seconds} s; it is trusted after {settle} s",
        "Make the settle time longer if this happens more often.",
        "After a lost answer, a new object is sought in the list for a fixed time before it is created "
        "again. If lists are slower than that, duplicates can arise; the next plan finds and removes them.",
    ),
    "APL030": Entry(
        "the journal cannot be written: {message}; no write was sent after that",
        "Make room, or mend the rights of the state directory, and plan again.",
        "Each write is noted on disk before it is sent. When that fails, writing stops at once, so that no "
        "write goes unrecorded.",
    ),
    "APL031": Entry(
        "the journal of earlier runs is damaged; creates were checked with more patience",
        "Nothing has to be done. The tenant itself tells what is there.",
        "The journal only makes recovery faster. Lines whose checksum is wrong are left out, and before "
        "each create the list is given time to settle, as if an earlier create had not been answered.",
    ),
    "APL040": Entry(
        "another apply is busy with this tenant: process {pid} on {host}, since {since}",
        "Wait for it. If that machine is gone for good, remove the file `lock` from the state directory.",
        "Two applies that write to one tenant at once would each see the other's work as somebody else's. "
        "The second one stops before it writes.",
    ),
    "APL041": Entry(
        "an earlier apply (process {pid} on {host}, since {since}) ended without releasing its lock; taken "
        "over",
        "Nothing has to be done. The plan starts from the tenant as it is.",
        "The process that held the lock is gone, so its lock no longer means anything. What it had done is "
        "in the tenant and in the journal.",
    ),
    "APL050": Entry(
        "stopped before the next write to {address}, as asked",
        "Run apply again to do the rest.",
        "The write in hand was finished and noted. What is done, what is not and what is unknown stands in "
        "the result.",
    ),
    "APL051": Entry(
        "{address}: somebody rejected the request for approval {code}",
        "Ask them why; their answer stands with the request in Intune. The next apply asks anew for what "
        "the plan then holds.",
        "A write to an object that Multi Admin Approval protects was asked for, and the answer is no. "
        "Nothing was sent for it, and this request is not looked at again.",
    ),
    "APL052": Entry(
        "{address}: request for approval {code} is open, but no longer asks for what would be done now",
        "Have that request rejected or cancelled in Intune (Tenant administration, Multi Admin Approval), "
        "then plan and apply again.",
        "An approval holds for one write, to the byte, to an object as it was when it was asked. The policy "
        "or the tenant has changed since, so what somebody agreed to, or still may agree to, is not sent. "
        "Only when the old request is out of the way is the new one asked for: nobody should find two that "
        "contradict each other.",
    ),
    "APL053": Entry(
        '{address}: another request for approval is open for this object ({status} "{message}")',
        "Somebody asked for another change to it in Intune. Let that be decided first, then plan and apply "
        "again.",
        "Intune takes one open request for approval for each object. This one is not ours.",
    ),
    "APL054": Entry(
        '{address} needs approval, and apply could not ask for it: {status} {code} "{message}"',
        "Let the application read requests for approval (DeviceManagementRBAC.Read.All), then plan and "
        "apply again.",
        "Before anything is asked, the requests for approval of the tenant are read, so that none is made "
        "twice. They could not be read, so nothing was asked. Sometimes Intune leaves a new object behind "
        "when it refuses to create it so; the next plan finds it by its marker and takes it over, and it is "
        "assigned to nobody.",
    ),
    "APL055": Entry(
        "{address}: the request for approval {code} was cancelled",
        "Apply again to ask anew.",
        "Somebody withdrew the request before it was decided, or took the approval back. Nothing was sent "
        "for it.",
    ),
    "APL056": Entry(
        "{address}: the request for approval {code} has expired",
        "Apply again to ask anew, and tell those who approve.",
        "Intune keeps a request and an approval for a limited time only. Nothing was sent for it.",
    ),
    "APL057": Entry(
        "{address}: Intune no longer shows the request for approval {code}",
        "Apply again to ask anew.",
        "The journal says that approval was asked for, and the tenant does not know of it any more. Nothing "
        "was sent for it.",
    ),
    "APL060": Entry(
        'Intune refused {address} ({action}): {status} {code} "{message}", but the object is not as it was',
        "Plan again: it starts from what the tenant shows. request-id {request}, activity-id {activity}",
        "After a refusal the object is read again. Here it was changed or made all the same, by this write "
        "or by somebody else at that moment. It counts as a write, and the run stops.",
    ),
    "APL061": Entry(
        "{address} was written and read back, and then changed by somebody else: {fields}",
        "Find out who changed it, then make a new plan. What they wrote is still there.",
        "At the end of a run all objects that it wrote are looked at once more. This one is no longer as "
        "planned, so the run does not end with 0.",
    ),
    "APL062": Entry(
        "the last look at {address} and others failed ({message}); each was read back right after it was "
        "written",
        "Plan again to see whether anybody changed something since.",
        "At the end of a run all objects that it wrote are looked at once more, to find what was edited "
        "meanwhile. That look could not be taken. What was written and verified stands.",
    ),
}
