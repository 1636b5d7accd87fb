"""What Graph refused, what it did not answer, and objects that cannot be what their mark says."""

from managed_apparaten.messages.entry import Entry

_SAID = 'Graph said {code}: "{message}". request-id {request_id}, activity-id {activity_id}'

TEXTS: dict[str, Entry | str] = {
    "GRA001": Entry(
        "no answer from the tenant to {request}",
        "Check the network and try again. {message}",
        "The connection failed or ended before an answer came. A read that failed is unknown, not empty: no plan is made from it. After a "
        "write without an answer, apply looks in the tenant whether it happened before it does anything else.",
    ),
    "GRA002": Entry(
        "an unreadable answer ({status}) to {request}",
        "Try again. If it stays, something between this machine and Graph answers in its place.",
        "The answer was not what Graph answers: no JSON, no list where a list belongs, or an error without an error body. A proxy or a "
        "sign-in page is the usual cause. Nothing is concluded from such an answer.",
    ),
    "GRA003": Entry(
        "the list of {request} could not be read to its end ({code})",
        "Try again. Without the whole list there is no plan.",
        "Graph gives long lists in pages, each with a link to the next. A link that repeats (LinkRepeats), leads to another host or "
        "version (LinkElsewhere), or never ends (TooManyPages) is not followed: the sign-in must not travel elsewhere, and what stands on "
        "the missing pages is unknown. Nor is one that leads on from page to page without anything new on them (PagesRepeat, "
        "EmptyPages).",
    ),
    "GRA004": Entry(
        "no answer to {request} in a batch",
        "Try again.",
        "Reads go in batches of twenty. Each part must have exactly one answer; one that has none, or two, was not read. Unknown is not "
        "absent, so there is no plan.",
    ),
    "GRA005": Entry(
        "{request} was not read completely ({code} {message})",
        "Try again; somebody may be changing the tenant at this moment.",
        "Part of an object of ours was missing from the answer, or the object changed while it was read. A plan from half an object would "
        "take the other half away.",
    ),
    "GRA010": Entry(
        'object {id} ("{name}") carries our mark for {address}, a kind that this version does not know',
        "It is left alone. Use the version that made it, or a newer one.",
        "The mark at the end of its description names a kind of resource that is not in this version of the program. A newer version "
        "probably made it. Without knowing the kind nothing can be compared, so nothing is changed.",
    ),
    "GRA011": Entry(
        'object {id} ("{name}") carries our mark for {address}, but it is a {type} and not a {expected}',
        "It is left alone. Remove the last line of its description in the portal if it is yours.",
        "A mark names the kind of resource. This object is of another type, so somebody copied the description to it. It counts as an "
        "object that is not ours: it is listed and never written to.",
    ),
    "GRA015": Entry(
        'object {id} ("{name}") carries a mark of ours that is cut short or changed: nobody can tell which object it is. '
        "If it is ours, write there: {mark}",
        "Look at its description in the portal ({collection}). If it is ours, put the mark back as the last line, with the key of the role "
        "in the place of … where it has one. If it is not ours, take away every line with [apparaten and every gen=.",
        "We know our objects by a mark in the description. Of this one so little is left that it can be of several objects. Until somebody "
        "mends it nothing is written: the object could otherwise be made a second time. The next apply makes a mark complete.",
    ),
    "GRA016": Entry(
        'object {id} ("{name}") carries marks of more than one object: {addresses}',
        "Look at its description in the portal ({collection}) and take away the mark that does not belong there.",
        "A mark says which object of ours something is. Two marks that name different objects contradict each other, for example when a "
        "description was copied. Until somebody chooses nothing is written.",
    ),
    "GRA017": Entry(
        'object {id} ("{name}"): the mark of {address} is damaged; the plan puts it back',
        "Nothing has to be done. As long as the mark is damaged, the object counts as protected and is not deleted without a flag.",
        "Enough is left of the mark to know which object it is. What it said of protection against deleting is lost, so protection is "
        "taken to be meant.",
    ),
    "GRA018": Entry(
        'object {id} ("{name}"): in the mark of {address} stands {characters}; the plan writes it anew',
        "Nothing has to be done. Do not copy the mark from a page or an editor that adds such characters.",
        "Some editors put characters into a text that nobody sees, such as a place where a word may be broken, or a stroke before a sign "
        "as Markdown does. What the mark says is clear all the same.",
    ),
    "GRA400": Entry(
        "Graph refused {request} as wrong (400)",
        _SAID,
        "The request does not fit what this tenant accepts: a property, a value or a combination. The object is unchanged.",
    ),
    "GRA401": Entry(
        "not signed in, or no longer (401), for {request}",
        "Sign in again. " + _SAID,
        "The access token is missing, expired or meant for another service.",
    ),
    "GRA403": Entry(
        "no permission (403) for {request}",
        "Grant the permission and the Intune role that this needs. " + _SAID,
        "The account or application may not do this. It needs the Graph permission, with the consent of an administrator, and for a "
        "delegated sign-in a role in Intune too. Multi Admin Approval answers 403 as well until somebody approves.",
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
        "Intune limits the number of requests per tenant. The program waits as long as the service asks, up to five minutes at a time; "
        "this took longer.",
    ),
    "GRA500": Entry(
        "Graph failed ({status}) at {request}",
        "Try again later. " + _SAID,
        "The service had a fault of its own. A read is tried again a few times. After a write it is not known whether it happened; apply "
        "looks before it does anything else.",
    ),
}
