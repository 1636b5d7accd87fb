"""Messages about policy files (POL): syntax and schema (POL1xx), references (POL2xx), meaning (POL3xx)."""

from managed_apparaten.messages.entry import Entry

_UNIQUE = (
    "An id names one thing. Two files that use the same id would each seem to be in force, and only one "
    "would be; so the tool refuses both until one has another id."
)
_EXPECTED = (
    "The schemas in schemas/ say for each key what kind of value it takes. An editor that knows YAML "
    "schemas shows this while typing: each example file carries a yaml-language-server line for it."
)
_FORM = "The pattern stands in the schema of this kind of file, in schemas/, with an example beside it."
_REFERENCE = (
    "Rules, lists, advisories and exceptions point at each other by id. A name that nothing carries would "
    "silently decide nothing, so it is refused. When a file could not be read, names that it may have held "
    "are not reported."
)

TEXTS: dict[str, Entry | str] = {
    "POL101": Entry(
        "not a regular file",
        "Replace the link by the file itself.",
        "Links, pipes and devices are not followed: a pull request could use one to read outside the policy "
        "directory or to hang the pipeline.",
    ),
    "POL102": Entry(
        "file of {size} bytes; the limit is {limit}",
        "Split it: apps and advisories may be spread over any number of files.",
        "No policy that people can review is this large. The file was not read, so a huge file cannot fill "
        "the memory of a pipeline.",
    ),
    "POL103": Entry(
        "file cannot be read: {reason}",
        "Mend its permissions.",
        "The operating system refused to open the file; its own words are shown.",
    ),
    "POL104": Entry(
        'unknown key "{key}"',
        "Take it out, or look the key up in the schema of this file.",
        "Every schema is closed. A misspelt key that is passed over would leave a rule out without anyone "
        "noticing, so it is refused.",
    ),
    "POL105": Entry(
        "not UTF-8: byte {byte}",
        "Save the file as UTF-8.",
        "Policy files are UTF-8, with or without a byte order mark at the start. Windows-1252 and UTF-16 "
        "are not accepted, because the same bytes would read differently on another machine.",
    ),
    "POL106": Entry(
        "forbidden character {character}",
        "Remove it; retype the line when it cannot be seen.",
        "Control characters, invisible characters and characters that turn the direction of text can make a "
        "line look different from what it does. They are refused everywhere, also when written as an escape "
        "in quotes.",
    ),
    "POL107": Entry(
        "tab as indentation",
        "Indent with spaces.",
        "YAML forbids tabs as indentation; tools that accept them disagree on depth.",
    ),
    "POL108": Entry(
        "not valid YAML: {problem}",
        "Look at this line and the one before: indentation, a colon followed by a space, quotes and "
        "brackets that are closed.",
        "The YAML parser stops at the first fault of this sort, so other faults in the file show only after "
        "it is mended. Texts with a colon and a space, or that start with one of [ ] * & ! % @, a brace or "
        "a quote, have to be quoted.",
    ),
    "POL109": Entry(
        "empty file",
        "Delete it, or start it with kind:.",
        "A file without content is more often an accident than a decision, so it is not passed over.",
    ),
    "POL110": Entry(
        'key "{key}" stands twice',
        "Keep one of the two.",
        "YAML forbids it; most tools keep the last one in silence, so the first is read by people and does "
        "nothing.",
    ),
    "POL111": Entry(
        "alias *{alias}",
        "Write the value out.",
        "A reviewer has to see what a line says without looking elsewhere. For apps that are used in "
        "several places there are lists.",
    ),
    "POL112": Entry(
        "anchor &{anchor}",
        "Take it out.",
        "Anchors serve aliases only, and aliases are refused: each line says what it means.",
    ),
    "POL113": Entry(
        "tag {tag}",
        "Take it out; quote the value when it is a text.",
        "Tags change the type of a value. The schemas already say what each value is.",
    ),
    "POL114": Entry(
        "second document in one file",
        "Put it in a file of its own.",
        "One file holds one object, so that its name, its history and its owners are those of the object.",
    ),
    "POL115": Entry(
        "YAML directive",
        "Take the line out.",
        "Directives (%YAML, %TAG) change how the rest of a file is read. Policy files are YAML 1.2.",
    ),
    "POL116": Entry(
        'merge key "<<"',
        "Write the keys out.",
        "Merge keys are of YAML 1.1 and hide where a value comes from. Defaults belong in organisation.yaml.",
    ),
    "POL117": Entry(
        '"{value}" means different things to different YAML tools',
        "Quote it when it is a text; write true, false or a plain number otherwise.",
        "To tools of YAML 1.1 no, off and y are false or true, 010 is eight, 12:30 is 750 and 1_000 a "
        'thousand; to YAML 1.2 they are texts or other numbers. NO for Norway has to be written as "NO".',
    ),
    "POL118": Entry(
        '"{value}" is no number that can be kept exactly',
        "Write a smaller number, or quote it.",
        "Infinity and not-a-number do not exist in JSON, and whole numbers of more than 18 digits do not "
        "survive every program.",
    ),
    "POL119": Entry(
        "a key has to be a text",
        "Quote the key.",
        "Keys that are a list, an object, a number, true, false or empty cannot be told apart safely.",
    ),
    "POL120": Entry(
        "nested {limit} levels deep",
        "Flatten it.",
        "No policy needs this depth. Reading stops here, so that hostile input costs nothing.",
    ),
    "POL121": Entry(
        "more than {limit} values in one file",
        "Split the file.",
        "Reading stops here, so that hostile input costs nothing.",
    ),
    "POL122": Entry(
        "file name with forbidden characters",
        "Rename the file.",
        "File names are printed in messages and reports. Control characters, invisible characters and bytes "
        "that are not UTF-8 are refused.",
    ),
    "POL123": Entry(
        "a letter and its mark are two characters: {character} stands apart",
        "Type the letter again.",
        "A letter with a mark can be one character or two, and looks the same. A name that was copied from "
        "a Mac has two; no group has it then, as Entra compares characters.",
    ),
    "POL124": Entry(
        "a name is one line without white space around it; here is {character}",
        "Write it on one line, without a space at the beginning or the end.",
        "The name becomes part of the name of an object, or is compared with the name of a group. White "
        "space at its ends and line breaks in it cannot be seen in a portal.",
    ),
    "POL125": Entry(
        "{directory} holds more than {limit} policy files",
        "Look whether it is the right directory; put roles that have the same rules into one.",
        "Every role is compared with every other. Reading stops here, so that hostile input costs nothing.",
    ),
    "POL130": Entry('key "{key}" is missing', "Add it.", _EXPECTED),
    "POL131": Entry("expected keys with values here", "Write `key: value` lines below it.", _EXPECTED),
    "POL132": Entry(
        "{value} is read as a number or a truth value, and a text is expected",
        "Quote it.",
        "Without quotes YAML reads 18.0 as the number 18 and true as a truth value. Versions and ids are "
        "texts: 18.0 and 18 are different.",
    ),
    "POL133": Entry('"{value}" is not one of: {allowed}', "Choose one of these.", _EXPECTED),
    "POL134": Entry('"{value}" has the wrong form', "Compare it with the example in the schema.", _FORM),
    "POL135": Entry(
        "text of more than {limit} characters",
        "Shorten it.",
        "The limit is that of the field in Intune or Entra that it ends up in.",
    ),
    "POL136": Entry("too little here: at least {limit}", "Fill it in, or take the key out.", _EXPECTED),
    "POL137": Entry("too much here: at most {limit}", "Take out what does not belong.", _EXPECTED),
    "POL138": Entry(
        "the same item stands twice",
        "Keep one.",
        "A second copy does nothing, and whoever deletes one of them believes it is gone.",
    ),
    "POL139": Entry(
        "{value} is outside the range: the limit is {limit}", "Choose a number within it.", _EXPECTED
    ),
    "POL140": Entry('"{value}" is no id', "Use lower case letters, digits and hyphens, at most 80.", _FORM),
    "POL141": Entry(
        '"{value}" is no country code',
        "Write two capitals of ISO 3166-1, such as CN.",
        "Countries are ISO 3166-1 alpha-2 codes in capitals. Quote NO: without quotes some tools read it as "
        "false.",
    ),
    "POL142": Entry(
        '"{value}" is no date',
        "Write it as YYYY-MM-DD.",
        "Dates are calendar dates without a time, as in 2026-05-01.",
    ),
    "POL143": Entry(
        '"{value}" is no object id of Entra',
        "Copy the object id from Entra, in lower case.",
        "An object id has 8-4-4-4-12 hexadecimal digits in lower case.",
    ),
    "POL144": Entry('"{value}" is no mail address', "Write it as name@domain.", _FORM),
    "POL145": Entry(
        '"{value}" is no percentage', "Write a whole number from 0 to 100 with its sign, such as 25%.", _FORM
    ),
    "POL146": Entry(
        '"{value}" is no version', 'Write numbers with points between them, in quotes, such as "18.0".', _FORM
    ),
    "POL147": Entry(
        "{value} does not exist",
        "Look at the calendar.",
        "The form is that of a date, but that month has no such day.",
    ),
    "POL148": Entry(
        '"{value}" cannot be an identifier of this type',
        "Copy it from the store or from the signed program.",
        "Each store has its own grammar: bundle ids, package names, package family names, team ids. Letters "
        "outside ASCII never occur in them, also not those that look the same.",
    ),
    "POL149": Entry(
        '"{word}" mixes alphabets: {scripts}',
        "Retype the word.",
        "Letters of other alphabets look the same and are not: an identifier with such a letter matches "
        "nothing, and would hide that nothing is blocked.",
    ),
    "POL150": Entry(
        'unknown kind "{value}"; known are: {allowed}',
        "Write one of these.",
        "The first key of each file says what the file holds; it chooses the schema.",
    ),
    "POL151": Entry(
        "exception without an end",
        "Add ends: with a date, at most twelve months after the start.",
        "An exception without an end is a change of policy. It ends by itself, so that somebody has to "
        "weigh it again.",
    ),
    "POL152": Entry(
        "exception without an approval",
        "Add approvals: with who agreed, the reference and the date.",
        "A deviation from the policy is decided by people who may decide it, in a document that can be "
        "found again.",
    ),
    "POL153": Entry(
        "role without a group",
        "Add members: with groups: and at least one Entra group.",
        "Policies reach people through groups. A role without one would compile to objects that protect "
        "nobody.",
    ),
    "POL154": Entry(
        "a rule has exactly one of allow, caution, require and block",
        "Split the rule, or add what is missing.",
        "One rule has one effect, so that explain can name the line that decided.",
    ),
    "POL156": Entry("nothing stands after the key", "Fill in a value, or take the key out.", _EXPECTED),
    "POL157": Entry(
        "a selector has exactly one of app, list, advisory, country and category",
        "Split it into several selectors.",
        "Each selector catches apps in one way. Several selectors in one rule add up; they do not narrow "
        "each other.",
    ),
    "POL158": Entry(
        '"{key}" is for Android only',
        "Take it out.",
        "The types of Android management do not exist on other platforms. On iOS and macOS say supervised: "
        "true.",
    ),
    "POL159": Entry(
        "supervision is for corporate iOS and macOS devices",
        "Take it out, or correct platform and ownership.",
        "Apple supervises devices that an organisation owns. A personal device, Android and Windows have no "
        "such state.",
    ),
    "POL160": Entry(
        'key "{key}" has the wrong form',
        "Compare it with the examples in the schema.",
        "Keys of `verified` are platform:identifier; settings have Intune's name.",
    ),
    "POL161": Entry(
        "expected a list here", "Write it between [ ], or as lines that start with a hyphen.", _EXPECTED
    ),
    "POL162": Entry("expected a text here", "Write one text.", _EXPECTED),
    "POL163": Entry("expected a whole number here", "Write a whole number without quotes.", _EXPECTED),
    "POL164": Entry("expected true or false here", "Write true or false without quotes.", _EXPECTED),
    "POL165": Entry("expected a text, or keys with values", "Look at the examples in the schema.", _EXPECTED),
    "POL166": Entry(
        "expected a single value here", "Write one text, whole number, true or false.", _EXPECTED
    ),
    "POL201": Entry('unknown app "{name}"', "Add it to catalogue/apps/, or correct the id.", _REFERENCE),
    "POL202": Entry('unknown list "{name}"', "Add it to lists/, or correct the id.", _REFERENCE),
    "POL203": Entry('unknown role "{name}"', "Add it to roles/, or correct the id.", _REFERENCE),
    "POL204": Entry(
        'unknown advisory "{name}"', "Add it to catalogue/advisories.yaml, or correct the id.", _REFERENCE
    ),
    "POL205": Entry(
        'unknown country "{name}"',
        "Use a code of ISO 3166-1, such as CN.",
        "Only the 249 officially assigned codes are accepted: UK and EU are reserved, not assigned (the "
        "United Kingdom is GB).",
    ),
    "POL206": Entry(
        'no app has the category "{name}"', "Correct it, or give an app this category.", _REFERENCE
    ),
    "POL207": Entry('id "{id}" is used twice', "Give one of the two another id.", _UNIQUE),
    "POL208": Entry(
        "no organisation",
        "Write organisation.yaml with kind: Organisation.",
        "The organisation says which tenant is managed and which rules hold for everyone; without it "
        "nothing can be compiled.",
    ),
    "POL209": Entry(
        "second organisation",
        "Keep one.",
        "A policy directory manages one tenant of one organisation. Another organisation has a directory of "
        "its own.",
    ),
    "POL211": Entry(
        '"{key}" is no identifier of this app',
        "Correct it, or add the identifier.",
        "An entry of verified says where an identifier was seen. One that matches nothing leaves the "
        "identifier unverified without saying so.",
    ),
    "POL212": Entry(
        'role "{role}" has no level of app protection',
        "Add protection: basic, enhanced or high, here or in the defaults of organisation.yaml.",
        "How well work data is protected is a choice of the organisation; the tool makes none of its own.",
    ),
    "POL213": Entry(
        'no directory "{directory}"',
        "Name it with --policies.",
        "The policy directory does not exist, or is not a directory.",
    ),
    "POL214": Entry(
        'no policy files in "{directory}"',
        "Name another directory with --policies, or start with apparaten init.",
        "Policy files end in .yaml or .yml; hidden files and directories are passed over.",
    ),
    "POL301": Entry(
        "exception {exception} ends before it starts",
        "Correct one of the dates.",
        "Both dates are part of the exception: one that starts and ends on the same day holds for that day.",
    ),
    "POL302": Entry(
        "exception {exception} lasts longer than twelve months",
        "End it by {latest}, and decide again then.",
        "A deviation is weighed again at least once a year. Extending it is a new decision with new "
        "approvals.",
    ),
    "POL303": Entry(
        'exception {exception} for role "{role}" lacks the approval of the board: its risk is {rating}',
        "Add the approval of the college, the dagelijks bestuur or the gedeputeerde staten.",
        "For a role at very high risk (rating 4) the board itself decides on deviations: the college of a "
        "municipality, the dagelijks bestuur of a joint body or water authority, the gedeputeerde staten of "
        "a province.",
    ),
    "POL304": Entry(
        'roles "{other}" and "{role}" share group "{group}" and have the same priority {priority}',
        "Give one of them a higher priority.",
        "Who is in two roles gets the one with the highest priority. With equal priorities Intune would "
        "apply both and decide by itself.",
    ),
    "POL305": Entry(
        'group "{group}" stands in roles "{other}" and "{role}"',
        "Nothing has to be done when this is meant: the role with the higher priority holds.",
        "It works, because the higher role is left out of the lower one. Mostly one of the two was meant.",
    ),
    "POL306": Entry(
        'role "{role}" has an allowlist on a personal device ({platform})',
        "Give this device a step of its own, such as enforcement: block.",
        "On a personal device Intune sees and stops nothing but work data, so it cannot limit which apps "
        "there are. Work data is protected there by app protection.",
    ),
    "POL307": Entry(
        'role "{role}" has an allowlist on a device with {platform} that is not supervised',
        "Supervise the device (supervised: true), or choose remove for it.",
        "Apple lets only supervised devices limit which apps can be opened. Supervision needs enrolment "
        "through Apple Business Manager or Configurator.",
    ),
    "POL308": Entry(
        'apps "{other}" and "{app}" share identifier {identifier}, and one of them manages devices',
        "Correct the identifier.",
        "Whatever blocks the one would stop the other. A management app must never be reached by a block, "
        "so the catalogue is refused.",
    ),
    "POL309": Entry(
        'apps "{other}" and "{app}" share identifier {identifier} ({platform})',
        "Correct it, or make one entry of the two; an app that was renamed stays one entry.",
        "Devices and Intune know apps by identifier alone: what is decided for the one happens to the other "
        "too, and where two rules decide differently each apply would undo the other. File names of "
        "programs may be shared; that is a warning.",
    ),
    "POL311": Entry(
        "{identifiers} identifiers of {apps} apps have no source: they detect, and neither block nor allow",
        "Add a source under verified, or write unverified: true in the rule.",
        "An identifier that is merely remembered may belong to another app. It is used to detect; a rule "
        "blocks or allows with it only when it says unverified: true.",
    ),
    "POL312": Entry(
        'no rule uses list "{name}"',
        "Use it, or delete it.",
        "A list decides nothing by itself; a rule has to name it.",
    ),
    "POL313": Entry(
        'no rule uses advisory "{name}"',
        "Add a rule over it, or delete it.",
        "An advisory decides nothing by itself; a rule has to name it.",
    ),
    "POL314": Entry(
        "this file is not read; it looks like policy",
        "Give it a name that ends in .yaml, move it out of the directory, or delete it.",
        "Only files that end in .yaml or .yml are policy. This one has such an ending with something behind "
        "it, as editors and Windows make, or begins as a policy file does; somebody may think that it is in "
        "force.",
    ),
    "POL315": Entry(
        'roles "{other}" and "{role}" have the same title "{title}"',
        "Give one of them another title.",
        "The title is part of the name of each object in Intune. In the portal nobody can tell the objects "
        "of these roles apart.",
    ),
    "POL320": Entry(
        "no {system} has version {value}",
        "Write a version that exists; the newest one known here is {latest}.",
        "A minimum that no device reaches makes every device non-compliant, and locks people out of their "
        "mail. Versions that are newer than this program knows are accepted with a warning, as long as the "
        "maker can bring them out some day.",
    ),
    "POL321": Entry(
        "no {system} has version {value}; {likely} is {name}",
        'Write "{likely}" if that was meant.',
        "Names and numbers of versions differ: Windows 11 has version 10.0 and is known by its build, "
        "Android 14 has API level 34, and after iOS 18 and macOS 15 comes 26. A minimum that no device "
        "reaches locks everybody out.",
    ),
    "POL322": Entry(
        "{system} {value} is newer than {latest}, the newest version known here",
        "Look whether it exists: devices with an older version become non-compliant.",
        "The versions that this program knows were right when it was made. A newer one is taken as it is "
        "written.",
    ),
    "POL323": Entry(
        "{value} is no patch level of Android",
        'Write a date such as "2026-08-05", {first} or later.',
        "A security patch level is a date. Android has had them every month since the end of 2015.",
    ),
    "POL324": Entry(
        "no device has the patch level of {value} on {on}",
        "Write a day that has been.",
        "A patch level carries the date on which it was published. With one in the future every Android "
        "device becomes non-compliant.",
    ),
    "POL325": Entry(
        "version {value} of {system} is written with zeros in front of a number",
        'Write "{likely}".',
        "No maker writes a version in that way, and it is not documented what Intune makes of it.",
    ),
    "POL326": Entry(
        "no {system} has version {value}: none of the numbers is above {limit}",
        "Correct the last number, {name}, or leave it out.",
        "The last number of a version of Windows goes up with each update, and has 16 bits. With a number "
        "that is out of reach every PC becomes non-compliant.",
    ),
    "POL327": Entry(
        "no {system} has version {value}; {likely} is {name}, and {other} is {other_name}",
        'Write "{likely}" if both systems may be used, or "{other}".',
        "Windows 10 and Windows 11 have releases with the same name. Their versions differ in the build, "
        "and a minimum of the lower build lets in the higher one as well.",
    ),
    "POL330": Entry(
        '"{body}" does not decide for an organisation of type {type}',
        "Correct the body, or the type of the organisation.",
        "College and raad are bodies of a gemeente, dagelijks and algemeen bestuur of a gemeenschappelijke "
        "regeling or a waterschap, gedeputeerde and provinciale staten of a provincie. A decision of a body "
        "that the organisation does not have is no decision.",
    ),
    "POL331": Entry(
        "the approach is all-staff, but roles stand on different steps ({devices}): {steps}",
        "Give these roles one step, or choose risk-based.",
        "The VNG offers a choice: the same line for all staff, or a line that follows a risk analysis. "
        "Different steps on the same sort of device are the second, and then the decision must say so.",
    ),
    "POL332": Entry(
        'role "{role}" has private-use none, but its Android devices have a private side with an open store',
        "Choose fully-managed, the step allowlist, or private-use limited.",
        "A device with a corporate work profile (COPE) has a private side of its own. Below allowlist "
        "people can install there what they like, but for the apps that are blocked.",
    ),
    "POL333": Entry(
        'role "{role}" has private-use own, but all its devices are of the organisation',
        "Add the devices of the people themselves, or choose none or limited.",
        "Own is for people who work on a device of their own. Terms and notices for them differ from those "
        "for a device on loan.",
    ),
    "POL334": Entry(
        "exception {exception} serves no primary task and lasts longer than three months",
        "End it by {latest}, or show the primary task that it serves.",
        "The advice leaves room for an exception where an app is needed for a primary task. Without one, "
        "this tool takes three months as the longest time after which the need is weighed again.",
    ),
    "POL335": Entry(
        "exceptions {other} and {exception} give the same text for the alternatives",
        "Write which alternatives were looked at for this exception.",
        "Alternatives are weighed for each case. A copied text shows that they were not.",
    ),
    "POL350": Entry(
        "{count} apps say confirmed while their basis is recalled: {apps}",
        "Give the basis a source, or write confidence: recalled.",
        "A country that somebody merely remembers is no reason to block a whole class of apps: a council "
        "cannot look it up. With confidence: recalled the app is blocked only where a rule, a list or an "
        "advisory names it.",
    ),
    "POL351": Entry(
        "{count} apps are left out of {what}, as their country of control is recalled without a source: "
        "{apps}",
        "Find a source for the basis and make it confirmed, or block the apps by name.",
        "A rule over a country or over the countries of an advisory reaches apps of which the country is "
        "confirmed. One that is recalled warns only, and blocks where a rule, a list or an advisory names "
        "the app.",
    ),
    "POL352": Entry(
        "{count} identifiers on {platform} block on weak evidence",
        "They are: {identifiers}. Find a source that can be looked up and leave out weak: true.",
        "These were seen in public code whose address was not kept, or in a single list. They block, "
        "because a wrong one mostly hits nothing. They never let an app through.",
    ),
    "POL353": Entry(
        "{count} apps are stopped as app while their website stays open",
        "They are: {apps}. Give apparaten export domains to a DNS filter or a proxy.",
        "A policy on apps says nothing about a browser, and every phone has one. Nothing that is compiled "
        "here blocks a website; apparaten export domains writes the list for something that does.",
    ),
    "POL354": Entry(
        "{domain} of blocked app {app} also covers {other}, the website of approved app {approved}",
        "Write a narrower domain, or accept that the website of the approved app is closed as well.",
        "A filter that blocks a domain blocks its subdomains. The list of domains keeps the blocked one: "
        "deny goes before allow.",
    ),
    "POL360": Entry(
        "no answer from {host}: {problem}",
        "Try again with a connection to the internet, or look the apps up by hand in the App Store.",
        "catalogue resolve asks Apple's public lookup service. It needs no account. A proxy is taken from "
        "the environment (HTTPS_PROXY).",
    ),
    "POL361": Entry(
        "{host} answered with HTTP status {status}",
        "Wait some minutes and try again; Apple takes about twenty requests a minute.",
        "Apple's public lookup service answers 403 or 429 to whoever asks too often. What was found before "
        "this is not printed.",
    ),
    "POL362": Entry(
        "the answer from {host} is not what its documentation says: {problem}",
        "See whether a proxy or a sign-in page stands in between.",
        "The lookup service answers with JSON: resultCount, and results with trackId and bundleId. "
        "Something else was received.",
    ),
    "POL363": Entry(
        "{host} did not answer within {seconds} seconds in all",
        "Try again, or give more time with --seconds.",
        "The time limit holds for all requests and the pauses between them together.",
    ),
    "POL391": Entry(
        "{directory} holds the policies of {count} organisations: {names}",
        "Say which: --organisation {first}, several with commas between them, or all.",
        "Each folder with an organisation.yaml is one organisation; a folder called shared holds what they "
        "have in common. A command is for one organisation unless you name more.",
    ),
    "POL392": Entry(
        'there is no organisation "{name}" in {directory}',
        "These are there: {names}",
        "The folders of a policy directory with an organisation.yaml in them are its organisations; "
        "--organisation names folders.",
    ),
    "POL393": Entry(
        'folder "{folder}" holds organisation "{id}"',
        "Give folder and organisation the same name.",
        "Marks in the tenant, plan files and journals go by the id of the organisation, commands by its "
        "folder. With two names somebody would sooner or later apply to the wrong one.",
    ),
}
