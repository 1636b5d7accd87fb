"""Messages of Microsoft Graph (GRA): connection, answers, and files with what was read of a tenant."""

from managed_apparaten.messages.entry import Entry

_SAID = 'Graph said {code}: "{message}". request-id {request_id}, activity-id {activity_id}'

TEXTS: dict[str, Entry | str] = {
    "GRA001": Entry(
        "no answer from the tenant to {request}",
        "Check the network and try again. {message}",
        "The connection failed or ended before an answer came. A read that failed is unknown, not empty: no "
        "plan is made from it. After a write without an answer, apply looks in the tenant whether it "
        "happened before it does anything else.",
    ),
    "GRA002": Entry(
        "an unreadable answer ({status}) to {request}",
        "Try again. If it stays, something between this machine and Graph answers in its place.",
        "The answer was not what Graph answers: no JSON, no list where a list belongs, or an error without "
        "an error body. A proxy or a sign-in page is the usual cause. Nothing is concluded from such an "
        "answer.",
    ),
    "GRA003": Entry(
        "the list of {request} could not be read to its end ({code})",
        "Try again. Without the whole list there is no plan.",
        "Graph gives long lists in pages, each with a link to the next. A link that repeats (LinkRepeats), "
        "leads to another host or version (LinkElsewhere), or never ends (TooManyPages) is not followed: "
        "the sign-in must not travel elsewhere, and what stands on the missing pages is unknown. Nor is one "
        "that leads on from page to page without anything new on them (PagesRepeat, EmptyPages).",
    ),
    "GRA004": Entry(
        "no answer to {request} in a batch",
        "Try again.",
        "Reads go in batches of twenty. Each part must have exactly one answer; one that has none, or two, "
        "was not read. Unknown is not absent, so there is no plan.",
    ),
    "GRA005": Entry(
        "{request} was not read completely ({code} {message})",
        "Try again; somebody may be changing the tenant at this moment.",
        "Part of an object of ours was missing from the answer, or the object changed while it was read. A "
        "plan from half an object would take the other half away.",
    ),
    "GRA006": Entry(
        "no time left for {request}",
        "Run it again: what was done is seen, and the run goes on from there.",
        "One tenant may take an hour of sending and waiting. A service that is slow or busy for so long is "
        "not waited for any longer, so that the other tenants of a run get their turn. This request was not "
        "sent. What could not be read is unknown, so there is no plan; what apply had written is in its "
        "journal.",
    ),
    "GRA007": Entry(
        "Graph shows accountEnabled of nobody that {request} lists",
        "Look whether the application has {message}, with the consent of an administrator: `apparaten "
        "doctor` names everything that is missing. If it has, the property accountEnabled of the accounts "
        "in that group is empty: set it, and plan again.",
        "Who may read a group but not the people or devices in it gets them all the same, each with an id "
        "and every other property empty. Whether such an account is enabled is then unknown, and a device "
        "cannot be found again in Intune. A plan that left them out would count too few people and devices, "
        "and its guards would not notice. So this counts as a read that failed.",
    ),
    "GRA008": Entry(
        "the plain value of a setting that Intune masks may not be read (403): {request}",
        "Plan with the application that applies, or grant DeviceManagementConfiguration.ReadWrite.All to "
        "this one. {message}",
        "Intune gives the values of a custom Windows profile back as asterisks, our AppLocker rules too, "
        "and tells the plain ones only to who may write them. Without them nobody could see whether "
        "somebody opened the rules, so there is no plan. A plan writes nothing, whatever it was granted. "
        "Before the first apply there is no such profile yet and reading is enough.",
    ),
    "GRA009": Entry(
        "{request} brings more than is read ({code} {message})",
        "Try again. In a tenant that really is so large, state `largest-reading: 2048-MiB` under "
        "`assumptions` in organisation.yaml.",
        "A service that goes wrong, or something that answers in its place, can send pages without end, or "
        "a small packed answer that unpacks to more than this machine has memory. So one answer may be 64 "
        "MiB long, unpacked, and take 512 MiB of memory (TooLarge), and all answers of one reading together "
        "may take 512 MiB (TooMuch). A tenant that is as full as Entra allows by itself takes less. What "
        "was not read to its end is unknown, not absent, so there is no plan. TooMuch can be raised, "
        "TooLarge cannot.",
    ),
    "GRA010": Entry(
        'object {id} ("{name}") carries our mark for {address}, a kind that this version does not know',
        "It is left alone. Use the version that made it, or a newer one.",
        "The mark at the end of its description names a kind of resource that is not in this version of the "
        "program. A newer version probably made it. Without knowing the kind nothing can be compared, so "
        "nothing is changed.",
    ),
    "GRA011": Entry(
        'object {id} ("{name}") carries our mark for {address}, but it is a {type} and not a {expected}',
        "It is left alone. Remove the last line of its description in the portal if it is yours.",
        "A mark names the kind of resource. This object is of another type, so somebody copied the "
        "description to it. It counts as an object that is not ours: it is listed and never written to.",
    ),
    "GRA014": Entry(
        '{count} objects in {collection} carry the mark of organisation "{other}", not of "{ours}"',
        'If "{other}" is what this organisation was called before, put that id back: its objects stay '
        "assigned beside the new ones.",
        "An object is ours when its mark names the organisation of the policy. With another id in "
        "organisation.yaml everything would be made anew, while the old objects go on and nobody looks "
        "after them. Two organisations can also share a tenant; then all is well.",
    ),
    "GRA015": Entry(
        'object {id} ("{name}") carries a mark of ours that is cut short or changed: nobody can tell which '
        "object it is. If it is ours, write there: {mark}",
        "Look at its description in the portal ({collection}). If it is ours, put the mark back as the last "
        "line, with the key of the role in the place of … where it has one. If it is not ours, take away "
        "every line with [apparaten and every gen=.",
        "We know our objects by a mark in the description. Of this one so little is left that it can be of "
        "several objects. Until somebody mends it nothing is written: the object could otherwise be made a "
        "second time. The next apply makes a mark complete.",
    ),
    "GRA016": Entry(
        'object {id} ("{name}") carries marks of more than one object: {addresses}',
        "Look at its description in the portal ({collection}) and take away the mark that does not belong "
        "there.",
        "A mark says which object of ours something is. Two marks that name different objects contradict "
        "each other, for example when a description was copied. Until somebody chooses nothing is written.",
    ),
    "GRA017": Entry(
        'object {id} ("{name}"): the mark of {address} is damaged; the plan puts it back',
        "Nothing has to be done. As long as the mark is damaged, the object counts as protected and is not "
        "deleted without a flag.",
        "Enough is left of the mark to know which object it is. What it said of protection against deleting "
        "is lost, so protection is taken to be meant.",
    ),
    "GRA018": Entry(
        'object {id} ("{name}"): in the mark of {address} stands {characters}; the plan writes it anew',
        "Nothing has to be done. Do not copy the mark from a page or an editor that adds such characters.",
        "Some editors put characters into a text that nobody sees, such as a place where a word may be "
        "broken, or a stroke before a sign as Markdown does. What the mark says is clear all the same.",
    ),
    "GRA080": Entry(
        "the organisation names no tenant to sign in to",
        "Write `id`, `domain` and `cloud` under `tenant` in organisation.yaml. The id is on the overview "
        "page of the Entra admin center.",
        "--tenant real goes to the tenant that organisation.yaml names and to no other, so that a plan for "
        "one municipality cannot reach another. An organisation with the embedded tenant has none.",
    ),
    "GRA081": Entry(
        "the certificates or the proxy of this machine cannot be used",
        "Check SSL_CERT_FILE, REQUESTS_CA_BUNDLE, HTTPS_PROXY and ALL_PROXY. {message}",
        "Sign-in and Graph both use the certificate authorities in the file that SSL_CERT_FILE or "
        "REQUESTS_CA_BUNDLE names, and the proxy of HTTPS_PROXY or ALL_PROXY, except for hosts in NO_PROXY.",
    ),
    "GRA400": Entry(
        "Graph refused {request} as wrong (400)",
        _SAID,
        "The request does not fit what this tenant accepts: a property, a value or a combination. The "
        "object is unchanged.",
    ),
    "GRA401": Entry(
        "not signed in, or no longer (401), for {request}",
        "Sign in again. " + _SAID,
        "The access token is missing, expired or meant for another service.",
    ),
    "GRA403": Entry(
        "no permission (403) for {request}",
        "Grant the permission and the Intune role that this needs. " + _SAID,
        "The account or application may not do this. It needs the Graph permission, with the consent of an "
        "administrator, and for a delegated sign-in a role in Intune too. Multi Admin Approval answers 403 "
        "as well until somebody approves.",
    ),
    "GRA404": Entry(
        "{request} does not exist (404)",
        "Make a new plan. " + _SAID,
        "The object is gone, or it is so new that not every server of the service has it yet.",
    ),
    "GRA405": Entry(
        "{request} is not possible (405)", _SAID, "The service does not support this operation here."
    ),
    "GRA409": Entry(
        "{request} collides with something else (409)",
        "Wait a moment and make a new plan. " + _SAID,
        "Another change of the same object is still running, or it is already what it should become.",
    ),
    "GRA412": Entry(
        "{request} was refused because of a precondition (412)",
        "Make a new plan. " + _SAID,
        "The object is no longer what the request supposed, or an approval is needed first.",
    ),
    "GRA413": Entry(
        "{request} is too large (413)",
        "Split the list that makes it so large. " + _SAID,
        "The service has a limit on the size of one object.",
    ),
    "GRA423": Entry(
        "{request} is locked (423)",
        "Wait until the other change is done and make a new plan. " + _SAID,
        "Somebody else is changing the object, or a request for approval is open for it.",
    ),
    "GRA429": Entry(
        "the tenant is too busy (429) for {request}",
        "Try again later. " + _SAID,
        "Intune limits the number of requests per tenant. The program waits as long as the service asks, up "
        "to five minutes at a time; this took longer.",
    ),
    "GRA500": Entry(
        "Graph failed ({status}) at {request}",
        "Try again later. " + _SAID,
        "The service had a fault of its own. A read is tried again a few times. After a write it is not "
        "known whether it happened; apply looks before it does anything else.",
    ),
    "GRA570": Entry(
        "unknown: {message} is not in the snapshot",
        "Take a new snapshot, or plan against the tenant itself.",
        "A snapshot answers only what was asked when it was taken. What it does not hold is unknown, not "
        "absent, so no plan is made.",
    ),
    "GRA571": Entry(
        'group "{name}" is unknown: it is not in the snapshot of {date}',
        "Take a new snapshot with these policies, or with --groups all.",
        "A snapshot holds the groups that the policies named when it was taken, and those that something in "
        "the tenant was assigned to. Whether another group exists cannot be known from it. An assignment "
        "without it would be a wrong one, so no plan is made. A snapshot with --groups all knows every "
        "group of the tenant; reading all their members can take long.",
    ),
    "GRA572": Entry(
        "setting {definition} is unknown: it is not in the snapshot of {date}",
        "Take a new snapshot with this version of apparaten.",
        "A plan looks up every setting of the settings catalog that it leans on. The snapshot holds those "
        "that its version could use; whether the tenant has this one cannot be known from it.",
    ),
    "GRA573": Entry(
        "the snapshot of {date} was taken by another version ({found}; this is {ours})",
        "Take a new snapshot with this version.",
        "Versions differ in the kinds of objects they know and in what they read of them. What another "
        "version did not read is unknown.",
    ),
    "GRA574": Entry(
        'the snapshot of {date} was taken for organisation "{found}"',
        "Take one with these policies.",
        "Which objects are ours follows from the organisation in their mark. A snapshot holds in full what "
        "was of the organisation that it was taken for; of everything else only the name.",
    ),
    "GRA575": Entry(
        "the snapshot of {date} is {days} days old",
        "Take a new one: apparaten snapshot -o FILE. After {limit} days every plan says so.",
        "A plan from a snapshot shows what would have changed then. Apply reads the tenant itself, so "
        "nothing wrong is carried out, but who reviews an old plan reviews something that may no longer be "
        "true.",
    ),
    "GRA576": Entry(
        "the file is no snapshot (at {pointer})",
        "Take a new one: apparaten snapshot -o FILE.",
        "A snapshot is a JSON document of a fixed shape (schemas/snapshot.json); this is not one, or it was "
        "cut off.",
    ),
    "GRA577": Entry(
        "the snapshot was changed after it was taken",
        "Take a new one: apparaten snapshot -o FILE.",
        "A snapshot carries a digest over everything in it. Here they differ, so somebody or something "
        "changed the file. It is not used.",
    ),
    "GRA578": Entry(
        "the snapshot has format {found}; this version reads format {known}",
        "Take a new one with this version.",
        "The form of the file is numbered. A form that this version does not know is not guessed at.",
    ),
    "GRA579": Entry(
        "nothing can be applied to a snapshot",
        "Name the tenant itself: --tenant real.",
        "A snapshot is a tenant as it was, to read from. Plan against it, have the plan reviewed, and apply "
        "it to the tenant: apply plans again and goes on only if the digest is still the same.",
    ),
    "GRA580": Entry(
        "values were left out of the snapshot: {names}",
        "A plan takes them away; look in Intune what they are if somebody needs them.",
        "Somebody added a setting of their own to an object of ours. Its value can be a secret, so it is "
        "not read and stands in no plan, journal or file: every plan shows **** in its place.",
    ),
    "GRA581": Entry(
        "{organisation} was not begun: the time given ({minutes} minutes) was over",
        "Run again for it, or give more time with --deadline.",
        "The deadline holds for the whole run. An organisation that was being read when it passed is "
        "stopped, one that was being written to finishes the object in hand, and the rest is not begun. A "
        "next run goes on where this one ended.",
    ),
    "GRA582": Entry(
        'organisations "{first}" and "{second}" name the same tenant {tenant}',
        "Correct the tenant id of one of them.",
        "Each organisation has its own lock and journal. Two that write to one tenant in the same run would "
        "not see each other.",
    ),
    "GRA583": Entry(
        "there is no reviewed plan for {organisation}: {file} is missing",
        "Make one: apparaten --organisation {organisation} plan -o {file}",
        "For several organisations apply takes a folder with one plan an organisation, and carries out only "
        "what is in it.",
    ),
    "GRA584": Entry(
        "{organisation} ended with a mistake of apparaten itself ({problem})",
        "The other organisations are not affected. Run it alone with APPARATEN_DEBUG=1 and report what it "
        "prints.",
        "One organisation is never stopped by another. What was written before is in the journal; plan "
        "again to see what state it is in.",
    ),
    "GRA585": Entry(
        "{organisation} was not begun: the run was interrupted",
        "Run again for it.",
        "Ctrl-C lets each organisation finish the request in hand and begins no other. A next run goes on "
        "where this one ended.",
    ),
    "GRA586": Entry(
        'the snapshot of {date} does not know the scope tags of the tenant ("{tag}")',
        "Make a new snapshot with this policy, or plan on the tenant.",
        "The scope tags of a tenant are read only when a policy states some.",
    ),
    "GRA587": Entry(
        "{path} is no plain file of at most {limit} MiB",
        "Name the file that was written by plan -o, snapshot -o or snapshot --record.",
        "Pipes, devices and directories are not read: they can have no end. No plan, snapshot or recording "
        "of ours is larger.",
    ),
}
