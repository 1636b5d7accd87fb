"""Messages of a plan (PLN): what stops it, what its guards measure, and what an administrator should know of the tenant."""

from managed_apparaten.messages.en.doctor import DEFAULT_OFF
from managed_apparaten.messages.entry import Entry

_TERMS = (
    "The reasons are properties of the policy in Graph. state: it only reports. grantControls: another "
    "control is enough, such as mfa. clientAppTypes: not every client. includeApplications, "
    "excludeApplications: not all applications. includeGroups, excludeGroups and the like: not everybody in "
    "the role; (5/180) is how many of how many, and (?) that nobody can see who is in the group. locations, "
    "deviceFilter and other conditions: not always. Protected groups may be left out."
)
_NO_FLAG = (
    "The limits of the guards are shares of all people under management, so what a small role loses stays "
    "below them. So each plan that loosens something for such a role says so. No flag is needed for it."
)

TEXTS: dict[str, Entry | str] = {
    "PLN001": Entry(
        "this file is no plan",
        "Make one: apparaten plan -o plan.json",
        "A plan file is JSON in UTF-8, at most 64 MiB. This file cannot be read as that.",
    ),
    "PLN002": Entry(
        "this file is no plan: something is wrong at {pointer}",
        "Make a new one: apparaten plan -o plan.json",
        "The file is JSON, but it does not have the shape of a plan (schemas/plan.json). It was made by "
        "something else, or it was edited.",
    ),
    "PLN003": Entry(
        "this plan was changed after it was made",
        "Make a new one and have it reviewed: apparaten plan -o plan.json",
        "A plan carries a digest of its own content, and its bytes follow from that content. One of the two "
        "does not match. Nothing was read from it and nothing was done.",
    ),
    "PLN004": Entry(
        "this plan has format {found}; this version reads format {known}",
        "Make a new plan with this version.",
        "The format of plan files changes with the program. A plan is short-lived: making a new one is "
        "always possible.",
    ),
    "PLN010": Entry(
        'the tenant has no group "{name}"',
        "Correct the name, or create the group first. An id is safer than a name.",
        "A group that is named in the policy must exist. It is never left out: without it the assignment "
        "would be another one, and an exclusion that vanishes locks people out.",
    ),
    "PLN011": Entry(
        'the tenant has no group with id {id} ("{name}")',
        "Correct the id, or restore the group: Entra keeps a deleted group for thirty days.",
        "The id wins over the name, so no other group takes its place. Without this group the assignment "
        "would be another one.",
    ),
    "PLN012": Entry(
        'the tenant has {count} groups "{name}"',
        "Write the id of the right one next to the name: {ids}",
        "Entra lets groups share a name, and compares names without regard to case. Which one is meant "
        "cannot be guessed.",
    ),
    "PLN013": Entry(
        'group {id} is written here as "{name}" and is called "{current}" in the tenant',
        "Correct the name in the file. The id decides, so nothing changes for people.",
        "Groups are known by their id; the name in the file is for people who read it.",
    ),
    "PLN014": Entry(
        '"{name}" and "{other}" are one group in the tenant; {address} assigns it and excludes it',
        "Take it out of one of the two.",
        "Intune lets the exclusion win, so the people of this group would get nothing.",
    ),
    "PLN015": Entry(
        "this policy is for tenant {wanted}; the sign-in is for {found}",
        "Sign in to the right tenant, or correct tenant.id in organisation.yaml.",
        "A plan is made for one tenant only. Objects and groups of another tenant must not be compared with "
        "this policy.",
    ),
    "PLN016": Entry(
        "{address} is in the tenant more than once; {kept} stays, copies that are to the letter the same "
        "go: {ids}",
        "Look at the plan: the copies are listed as deletes. No flag is needed for them.",
        "Objects carry one mark and have the content that we made: a create that was done twice, or a copy "
        "made in the portal. The assigned one stays, else the oldest. The others go last, when the one that "
        "stays has all their assignments, so that nobody is without.",
    ),
    "PLN017": Entry(
        "{address} is assigned to group {id}, which no longer exists",
        "The plan puts the assignment right when the policy says otherwise.",
        "Intune keeps the assignment when a group is deleted in Entra. Entra can restore a deleted group "
        "for thirty days.",
    ),
    "PLN018": Entry(
        'object {id} ("{name}") carries our mark for {address}, but somebody changed it: {fields}; it is '
        "left alone",
        "Delete it in the portal if nobody needs it. If somebody does, take our mark out of its "
        "description: [apparaten ... ].",
        "Ours is {kept}. This is a copy of it that somebody made in the portal and then changed, or "
        "assigned to others. It counts as an object that is not ours: it is never written to and never "
        "deleted.",
    ),
    "PLN019": Entry(
        "{address} and {other} meet on {devices} devices: one is assigned to devices, the other to people",
        "Reach both roles in the same way, or take these devices out of the group.",
        "Intune leaves people out of an assignment to people and devices out of an assignment to devices, "
        "never one out of the other. The exclusion of the role that goes first does nothing on these "
        "devices, both objects apply, and where they set one thing to two values Intune shows a conflict "
        "and promises neither.",
    ),
    "PLN020": Entry(
        "deleting needs {override} (to delete: {measured})",
        "Look at what is deleted, then give the flag with the digest of this plan.",
        "A delete can take protection away from people and cannot be undone by Intune. It therefore never "
        "happens by itself.",
    ),
    "PLN021": Entry(
        "this changes something for {measured} of the people, more than {limit}",
        "See whether all of them are meant. If so, lift the limit once with {override} and the digest of "
        "this plan.",
        "Counted are people who gain or lose something, each once, out of the people under management: "
        "those that our objects reach before the change, or after it where they reached nobody, and who is "
        "new to it. Other accounts and guests make no share smaller. Behind a plus stand people of changes "
        "that were applied within window-days before, without a flag: a change in parts counts as one. The "
        "limit is max-people in organisation.yaml, as the tenant was last applied with. A first apply "
        "reaches everyone and is refused too: an empty tenant may also be the wrong one.",
    ),
    "PLN022": Entry(
        "this changes something on {measured} of the devices, more than {limit}",
        "See whether all of them are meant. If so, lift the limit once with {override} and the digest of "
        "this plan.",
        "Counted are devices that gain or lose something, each once, out of the devices under management, "
        "in the way in which people are counted (PLN021). The limit is max-devices in organisation.yaml.",
    ),
    "PLN023": Entry(
        "this deletes {measured} of our objects, more than {limit}",
        "See whether a directory is missing or was renamed. If this is meant, use {override} with the "
        "digest of this plan.",
        "Many deletes at once are more often a slip than a decision. The limit is max-deletes in "
        "organisation.yaml.",
    ),
    "PLN024": Entry(
        "nobody is left in an assignment (resources: {measured})",
        "See whether a group became empty. If this is meant, use {override} with the digest of this plan.",
        "A resource that stays would reach nobody any more, or a new one reaches nobody at all. An emptied "
        "group looks just like that.",
    ),
    "PLN025": Entry(
        "an assignment is to all users or all devices (resources: {measured})",
        "Name groups instead. If this is meant, use {override} with the digest of this plan.",
        "All users and all devices include the emergency accounts and everyone who comes later.",
    ),
    "PLN026": Entry(
        "a protected group is not excluded, or is reached all the same (resources: {measured})",
        "Look at protected-groups in organisation.yaml, and whether somebody in them uses a device of a "
        "group that is assigned. If this is meant, use {override} with the digest of this plan.",
        "Protected groups, such as the emergency accounts, are excluded from every assignment to people, so "
        "that somebody can always sign in. A group that was protected at the last apply, or that all our "
        "objects leave out now, counts too: taking it out of the file does not lift the guard. Intune "
        "excludes no people from groups of devices, so a device of somebody in a protected group must not "
        "be in a group of devices that is assigned.",
    ),
    "PLN027": Entry(
        "a role keeps none of its resources (roles: {measured})",
        "Look at the devices of the role. If this is meant, use {override} with the digest of this plan.",
        "The role is still in the policy and has objects in the tenant, but the policy gives it nothing any "
        "more. Removing a role is done by removing its file.",
    ),
    "PLN028": Entry(
        "a protected resource would be deleted, or lose its protection in one change with others "
        "(resources: {measured})",
        "Apply `protect: false` in a change of its own first. If this is meant, use {override} with the "
        "digest of this plan.",
        "The role had protect: true when the resource was written. The mark in the tenant remembers that, "
        "so removing the file does not lift it, and neither does protect: false beside another change.",
    ),
    "PLN029": Entry(
        "it is not certain which of our objects something is (objects: {measured})",
        "Mend the mark in the description of these objects, in the portal. The warnings GRA015, GRA016, "
        "PLN048 and PLN078 name them.",
        "The mark of an object is cut short or changed, it carries marks of two objects, or its mark and "
        "its content name two objects. No flag lifts this: the program could make an object a second time, "
        "or change the wrong one.",
    ),
    "PLN030": Entry(
        "this LOOSENS the protection of {measured} of the people, more than {limit}",
        "Look for the lines in capitals. If this is meant, lift the limit once with {override} and the "
        "digest of this plan.",
        "Counted are people who lose a kind of object, or whose objects afterwards stop less than those "
        "that they have: an app that is no longer blocked, a switch that opens, a lower minimum, a milder "
        "role. A value of which nobody knows whether it is milder counts too. The people are those under "
        "management (PLN021), and what was loosened within window-days before counts along, behind a plus. "
        "The limit is max-loosened in organisation.yaml, or max-people where that is not stated.",
    ),
    "PLN031": Entry(
        "a changed assignment LEAVES people with nothing in its place (people, or devices without people: "
        "{measured})",
        "See whether a role has the right group. If this is meant, use {override} with the digest of this "
        "plan.",
        "They have an object of a kind now, the object stays, and they will have none of that kind. That "
        "happens when a role gets another group, or when a group of a higher role that does not have the "
        "kind is left out. A device without any compliance policy counts as compliant.",
    ),
    "PLN032": Entry(
        "{measured} of the devices do not meet what is asked from now on, more than {limit}",
        "Compare os-minimum with the versions that are in use. If this is meant, use {override} with the "
        "digest of this plan.",
        "Their operating system is older than the new minimum and was not older than the one before. Such a "
        "device becomes non-compliant, or its apps keep people out, as soon as the grace period ends. The "
        "limit is max-devices in organisation.yaml.",
    ),
    "PLN033": Entry(
        "the groups of a role that changes ran empty or shrank (roles: {measured})",
        "See in Entra who is missing. If those who are left are all who are meant, use {override} with the "
        "digest of this plan.",
        "The role reaches far fewer people or devices than when its objects were last written; the warnings "
        "PLN035 say how many. A change that reaches nobody now reaches everybody once the group is filled "
        "again, so who is missing counts along in all shares.",
    ),
    "PLN034": Entry(
        "these limits do not hold yet: {asked}; the tenant was last applied with {held}",
        "Apply the new limits in a change of their own.",
        "A limit is raised by a plan that changes nothing else in the tenant, not even a name or a text: "
        "apply what else there is first, and then once more. Until then the plan is held against the limits "
        "that our objects in the tenant remember. A limit that is lowered holds at once.",
    ),
    "PLN035": Entry(
        'role "{role}" reaches {people_now} people and {devices_now} devices; at the last apply that was '
        "{people_then} and {devices_then}",
        "See in Entra whether its groups are as they should be.",
        "A group ran empty, or shrank by more than a guard allows, without a change of policy. Who left it "
        "has lost the objects of the role already. Our objects remember how many people and devices they "
        "reached when they were last written.",
    ),
    "PLN036": Entry(
        '"{name}" is a group of devices ({devices}), and a group of people is meant here',
        "Name a group of people, and put the devices under `groups` of a device class of the role.",
        "App protection follows people: Intune gives it to nobody in a group of devices. What else is "
        "assigned would reach the devices, but nobody could be left out: Intune excludes no people from a "
        "group of devices, nor devices from a group of people.",
    ),
    "PLN037": Entry(
        '"{name}" has both people ({people}) and devices ({devices}) in it',
        "Make a group for each of the two.",
        "Intune gives an object to both, where its kind allows that, and excludes within one sort only: who "
        "is left out as a person keeps the object on a device that is in the group itself. App protection "
        "reaches the people alone. The plan counts as Intune does.",
    ),
    "PLN038": Entry(
        '"{name}" is a group of people ({people}), and a group of devices is meant here',
        "Name a group of devices, or leave `groups` out: then the people of the role are assigned.",
        "Objects for groups of devices leave out no protected group and have no filter that keeps private "
        "devices out, because Intune honours neither there. For people they would hold without both. "
        "AppLocker is for devices only and would reach nobody.",
    ),
    "PLN039": Entry(
        "the tenant says that {total} accounts are enabled, and {seen} enabled people are in the groups "
        "that were read",
        "Plan again. If it stays so, look at what is between this machine and Graph.",
        "One of the two answers was cut short or is old. A plan would count too few people without knowing "
        "it, so there is none. People of whom Graph does not show accountEnabled are not among them "
        "(PLN049).",
    ),
    "PLN040": Entry(
        "{count} approved iOS {count:app is|apps are} not in the tenant and cannot be added from here: "
        "{apps}",
        "Add the App Store id to the catalogue with a source, or add the app in Intune.",
        "An App Store app is made with the address of its page in the store. Where the catalogue has no App "
        "Store id, or more than one, that address is not certain. Nobody can get the app on a device where "
        "only approved apps may be installed.",
    ),
    "PLN041": Entry(
        "{count} approved Android {count:app is|apps are} not in the tenant: {apps}",
        "Add them in the Intune admin center and let Intune synchronise; the next plan assigns them.",
        "An Android app comes into the tenant from managed Google Play. The store of these devices shows "
        "assigned apps only, so nobody can install these apps until they are there.",
    ),
    "PLN042": Entry(
        "the Play Store is open and offers {count} blocked {count:app|apps}, which the tenant does not "
        "hold: {apps}",
        "Add them in the Intune admin center and plan again, or take `play-store: open` away.",
        "With an open store an app is kept off an Android device by an uninstall assignment, and only an "
        "app that the tenant holds can be assigned. Graph's action "
        "`androidManagedStoreAccountEnterpriseSettings/addApps` adds several at once, by package.",
    ),
    "PLN044": Entry(
        '{app} is "{ours}" for group "{group}" by policy, and "{theirs}" by somebody else',
        "Take the other assignment away in Intune, or change the policy.",
        "A group has one intent for an app, so both cannot be. The other assignment is on the app with id "
        "{id} and is not ours to change.",
    ),
    "PLN045": Entry(
        "{app} has to be uninstalled for {people} people and {devices} devices to which somebody else gives "
        "it as required",
        "Take the required assignment away in Intune, or allow the app in policy.",
        "In Intune required beats uninstall, so the app would stay. The required assignment is on the app "
        "with id {id} and is not ours to change. Only people and devices that are in both count.",
    ),
    "PLN046": Entry(
        "{app} is for {people} people and {devices} devices both approved by one role and uninstalled by "
        "another",
        "Keep the groups of these roles apart, or let them agree about the app.",
        "A group cannot have an app and be kept out of its uninstall at once. Uninstall beats available, so "
        "those who are in both lose it.",
    ),
    "PLN047": Entry(
        "this tenant has no setting {definition} ({address})",
        "Look the setting up in the settings catalog of the tenant; if Intune renamed it, tell us.",
        "Every setting of the settings catalog that the plan writes is looked up in the tenant first. "
        "Intune adds and drops settings and would refuse the policy halfway through an apply.",
    ),
    "PLN048": Entry(
        'it is unclear what object {id} ("{name}") is: its mark says {says}, its content is that of '
        "{made_as}; it is left alone",
        "Look at the mark at the end of its description in the portal, and write there the address that its "
        "content is of.",
        "The digest in a mark is over the content that it was written with, the name and the groups too. "
        "Here that is the content of another resource of the policy than the mark names, as after an edit "
        "of the mark by hand. The object is neither changed nor deleted, and until somebody mends the mark "
        "nothing is written: the resource could otherwise be made a second time.",
    ),
    "PLN049": Entry(
        "Graph does not tell the property {property} of {count} of {total}: it is empty or unknown",
        "Look whether the application has {permission}, with the consent of an administrator. If it has, "
        "fill in the property.",
        "Who has an empty property is not taken for what it would say: not for an enabled account, a member "
        "or a device of the organisation, nor for the opposite. In the shares of the guards they count "
        "where the plan changes something for them, and make no share smaller. An empty userType is no "
        "question where the user principal name tells who was invited (#EXT#).",
    ),
    "PLN050": Entry(
        "role {role} has risk {rating} of 4, and {people} people ({devices} devices) get LESS PROTECTION: "
        "{what}",
        "See whether this is meant, by whoever answers for the risk of this role.",
        _NO_FLAG,
    ),
    "PLN051": Entry(
        "the policy no longer states scope tags; {count} objects keep those that it gave them: {tags}",
        "To go back to the tag that Intune gives, write `scope-tags: [Default]`.",
        "Where a policy states no scope tags they are left as they are, whoever gave them: who sees an "
        "object never changes by leaving a line out. From the next apply on nobody can tell any more that "
        "these came from the policy.",
    ),
    "PLN052": Entry(
        "role {role} is protected (protect: true), and {people} people ({devices} devices) get LESS "
        "PROTECTION: {what}",
        "See whether this is meant, by whoever answers for the risk of this role.",
        _NO_FLAG,
    ),
    "PLN055": Entry(
        "all licences of {count} purchased {count:app|apps} are in use, so nobody else can get "
        "{count:it|them}: {apps}",
        "Buy licences in Apple Business Manager and synchronise the token in Intune, or take licences back.",
        "Apple counts a licence for each device that an app is assigned to as licensed to the device. Of "
        "several tokens with the app, one with free licences is used, unless the app is assigned by the "
        "other one already.",
    ),
    "PLN056": Entry(
        "{count} iOS {count:app comes|apps come} from the App Store, which needs a personal Apple account "
        "on the device: {apps}",
        "Buy licences for them in Apple Business Manager (free apps too); the next plan then uses those.",
        "An App Store app installs only for somebody who is signed in to the App Store with an Apple "
        "account of their own. Where the role switches the store off, nobody can install it. An app that is "
        "licensed to the device needs neither.",
    ),
    "PLN057": Entry(
        "{app} is in the tenant as a purchased app and from the App Store: the purchased one ({used}) is "
        "assigned",
        "Take the assignments of the other away in the portal and delete it: {others}.",
        "Both objects stand for one app, and Microsoft does not say which of two assignments would win. The "
        "purchased app is licensed to the device and installs without an Apple account. Nothing of ours "
        "stays on the App Store app.",
    ),
    "PLN060": Entry(
        '{app} is required for "{required}" and removed from "{removed}": {people} people and {devices} '
        "devices get both",
        "Make the groups disjoint, or decide the same in both roles.",
        "Intune settles it by installing: required beats uninstall. The role that blocks the app would see "
        "it come back on the devices of everyone who is in both groups, so no plan is made.",
    ),
    "PLN061": Entry(
        '{app} would be assigned to group "{group}" twice, as {first} and as {second}',
        "The two names in the policy stand for one group: use one role, or two groups.",
        "Intune takes one intent for a group and an app. Two names, or a name and an id, turned out to be "
        "the same group in this tenant.",
    ),
    "PLN062": Entry(
        "{app} is required here, and somebody else removes it from {people} people on {devices} devices "
        "(app {id})",
        "Take the uninstall assignment out in the portal: it does nothing for these people.",
        "Required beats uninstall, so the app is installed. The other assignment is not ours and stays as "
        "it is.",
    ),
    "PLN063": Entry(
        "{count} {count:app|apps} that the policy requires {count:is|are} not in the tenant: {apps}",
        "Add them in the Intune admin center (Android: approve them in managed Google Play) and plan again.",
        "Only an app that the tenant holds can be installed. App Store apps are made by the plan where the "
        "catalogue knows their page for certain; apps from managed Google Play, bought licences and Windows "
        "apps are added by hand.",
    ),
    "PLN064": Entry(
        "the tenant has {count} apps with the identifier {identifier}: {used} is assigned, the others are "
        "left alone: {others}",
        "Assign or delete the others in the portal, so that people are offered one.",
        "The same app can be in a tenant more than once, as a store app and with bought licences for "
        "example. One of them is assigned: a purchased one first; then the one that is ours already, one "
        "with free licences, one that is assigned already, the oldest.",
    ),
    "PLN065": Entry(
        '"{first}" and "{second}" are one object in the tenant: {name}',
        "Let one of the two lines decide: correct the identifier, or make one entry of the two.",
        "An object in the tenant gets one change. Two would undo each other at every apply, and people "
        "would have whichever was written last.",
    ),
    "PLN066": Entry(
        'two resources of this policy have the address "{first}"',
        "Rename one of the two.",
        "The address is how an object in the tenant is recognised as ours. Two resources with one address "
        "would be written over each other.",
    ),
    "PLN067": Entry(
        'group "{group}" would get {address} twice, with different filters',
        "Use one filter for the group, or two groups.",
        "Intune takes a group once in the assignments of an object. Two names, or a name and an id, turned "
        "out to be the same group in this tenant.",
    ),
    "PLN068": Entry(
        'the tenant has no scope tag "{tag}"',
        "Correct the name or the id, or create the scope tag in the Intune admin center (Tenant "
        "administration, Roles, Scope tags).",
        "A scope tag says which administrators see an object. One that is not there cannot be given, and "
        "leaving it out would show the object to others than the policy says.",
    ),
    "PLN069": Entry(
        'the tenant has several scope tags "{tag}": {ids}',
        "Write the id of the one that is meant under `scope-tags`: `- id: ...`.",
        "Names are compared without regard to upper and lower case, as the service does.",
    ),
    "PLN070": Entry(
        'group "{name}" hides who is in it, so the plan does not know whom it reaches',
        "Grant Member.Read.Hidden to the application, or use a group that shows its members. Until then the "
        "guards take it for everybody.",
        "A Microsoft 365 group can have hidden membership. Graph then gives an application without "
        "Member.Read.Hidden an empty list, with success, just like that of a group without people. Counting "
        "nobody would let the guards sleep, so whatever changes for this group counts as a change for "
        "everybody: it takes --allow-people and --allow-devices, by somebody who knows who is in it. Such a "
        "group that is left out is not subtracted: numbers are then too high rather than too low. An empty "
        "group of this sort looks the same.",
    ),
    "PLN071": Entry(
        "{address} gets people from another object and leaves people to another; until those have them it "
        "is assigned to both",
        "",
        "`assign` replaces a whole list, so an object that gets and leaves people is written twice, and "
        "nobody is ever without. In between some people have two objects of one kind. Compliance and app "
        "protection then hold to the stricter of the two. Of two configurations, what they agree on stays, "
        "and what differs is open to doubt until the second write, which follows in the same run. Where "
        "writes wait for approval that can take days.",
    ),
    "PLN072": Entry(
        "{address} gets people from another object and leaves people to another; for a moment some of them "
        "have neither",
        "Split the change: first add the groups that come, apply, then take away those that go.",
        "Assigning it to all of them in between would also reach people whom neither the old nor the new "
        "policy means, because its exclusions change as well. So it is written once, in the end. Whose "
        "phone asks Intune just then loses the settings until it asks again.",
    ),
    "PLN073": Entry(
        'policy "{name}" ({id}) is not ours, is for the same groups and sets {properties} otherwise: '
        "{addresses}",
        "Take one of the two assignments away, or let the two agree.",
        "Intune does not choose between two configurations that set one setting differently for one device: "
        "it shows a conflict, and neither value is certain, so what the plan says may not hold. AppLocker "
        "rules of two profiles are merged by Windows under one mode, so that a second profile that only "
        "watches can keep ours from stopping anything. Only what the lists of the tenant show is compared: "
        "objects of the same type, and groups that both are assigned to. For compliance and app protection "
        "the stricter value holds.",
    ),
    "PLN074": Entry(
        '{count} devices have the operating system "{system}", which is not known here; they count for '
        "every platform",
        "Look at one of them in Intune. If this is a usual spelling, report it: then it can be counted for "
        "its own platform.",
        "Intune writes the operating system of a device as free text, and its spellings change. A device "
        "whose text is not known could belong to any platform. Leaving it out would make the guards count "
        "too few devices, so it is counted wherever its people or its groups are.",
    ),
    "PLN075": Entry(
        'exception {exception} isolates the devices of group "{group}": {people} of its people use '
        "{devices} devices on these platforms",
        "Use accounts that belong to the isolated devices, one device each.",
        "Intune assigns to people. Whoever is in this group has the excepted app, and no app for work, on "
        "all their devices of these platforms, their ordinary work phone too.",
    ),
    "PLN076": Entry(
        'on the isolated Android devices of an exception of role "{role}" somebody else installs or offers: '
        "{apps}",
        "Leave the group of the exception out of these assignments in the portal.",
        "On Android every app can be used that somebody assigned to these people. The assignments are not "
        "ours and stay as they are.",
    ),
    "PLN077": Entry(
        'on Android, {people} people of role "{role}" get apps that it does not allow, through a lower role '
        "that they are in too: {apps}",
        "Take these people out of the groups of the lower role, or allow the apps for this role.",
        "A higher role gets these apps by the same assignment, so the groups of this role cannot be left "
        "out of it: whoever is in both is to have them. On Android an app that is assigned can be used.",
    ),
    "PLN078": Entry(
        'object {id} ("{name}") looks like our {address}, but its mark says {says}; it is left alone. If it '
        "is ours, write there: {mark}",
        "If it is ours, put the mark back in its description in the portal ({collection}). If it is another "
        "organisation's, give this one another naming.prefix in organisation.yaml. If it is nobody's, take "
        "the mark away.",
        "The digest in the mark is that of content of ours, or the name is one that we give, while the "
        "tenant shows no object of ours at that address. The mark names another organisation or another "
        "kind, or little is left of it, as after an edit by hand. Until somebody mends it nothing is "
        "written: the object could otherwise be made a second time.",
    ),
    "PLN079": Entry(
        '{count} devices have the type of owner "{owner}", which is not known here; they count as corporate '
        "and as personal",
        "Look at one of them in Intune: Graph documents company, personal and unknown "
        "(managedDevice.managedDeviceOwnerType).",
        "A device of which the type of owner is not known could be the organisation's or somebody's own. "
        "Leaving it out would make the guards count too few devices, so it is counted wherever its people "
        "or its groups are, and in the whole of each share.",
    ),
    "PLN080": Entry(
        "{count} approved {count:app|apps} for {platform} {count:is|are} not in the tenant: {apps}",
        "Add them in Intune if people have to be able to install them themselves; the next plan assigns "
        "them.",
        "Looked for by every identifier of the catalogue that Intune's apps carry: on Windows the id in the "
        "Microsoft Store (`store-ids`), the product code of an MSI (`product-codes`) and the package family "
        "name, on macOS the bundle id, and on both the name that the app has in your Intune "
        "(`intune-names`). Between brackets stand the roles.",
    ),
    "PLN081": Entry(
        "{count} blocked {count:app|apps} for {platform} {count:is|are} not in the tenant, so Intune "
        "uninstalls {count:it|them} nowhere: {apps}",
        "Nothing has to be done. Intune uninstalls what it installed; what else stops the app is in the "
        "policy.",
        "An uninstall can only be assigned of an app that the tenant holds. A copy that somebody installed "
        "without Intune stays on the device in any case. Between brackets stand the roles.",
    ),
    "PLN085": Entry(
        'roles "{first}" and "{second}" have the same priority {priority} and share {people} people and '
        "{devices} devices",
        "Give one of them a higher priority, or make their groups disjoint.",
        "Everybody gets the policies of one role: the one with the higher priority. With equal numbers none "
        "goes first, so both policies reach these people. Of compliance and app protection the stricter "
        "value of each setting holds then; of device restrictions Intune shows a conflict and promises "
        "neither.",
    ),
    "PLN086": Entry(
        'exception {exception} is for group "{group}", of which {people} of {all} people are not in role '
        '"{role}"',
        "Take these people out of the group, add them to the group of the role, or write the exception for "
        "their own role.",
        "An exception was weighed for the work and the risk of one role. People outside it would get the "
        "policies of that role, and the app.",
    ),
    "PLN087": Entry(
        "os-minimum {version} for {platform}: none of the {devices} devices that must meet it does, the "
        "newest in the tenant has {newest}",
        "Ask for a version that exists and that your devices can install.",
        "No device of this platform in the whole tenant has this version or a later one. After the grace "
        "period none of these devices would be compliant, or let people into their apps.",
    ),
    "PLN088": Entry(
        'the tenant has no group "{name}"; it has "{near}", which looks like it but for {characters}',
        "Rename the group in Entra, correct the name here, or write the id next to the name: {id}",
        "A character that nobody sees, or a letter of another alphabet, makes it another name. It comes "
        "along when a name is copied from a document or a web page. A group is never taken for another one "
        "because the names look alike.",
    ),
    "PLN089": Entry(
        'the tenant has no scope tag "{tag}"; it has "{near}", which looks like it but for {characters}',
        "Rename the scope tag in the Intune admin center, correct the name here, or write under "
        "`scope-tags`: `- id: {id}`.",
        "A character that nobody sees, or a letter of another alphabet, makes it another name. It comes "
        "along when a name is copied from a document or a web page.",
    ),
    "PLN090": Entry(
        "compliance has no effect: nothing requires a compliant device. {where}{why}",
        "Require a compliant device with conditional access (Entra, Protection), for all people and all "
        "applications or Office 365.",
        (
            "A compliance policy only marks a device. Without conditional access a device that "
            "does not comply keeps access to mail and files. "
        )
        + _TERMS,
    ),
    "PLN091": Entry(
        "a compliant device is not always required. {where}{why}",
        "Look whether these gaps in conditional access are meant.",
        ("Conditional access requires a compliant device of a part of the people, or not in every case. ")
        + _TERMS,
    ),
    "PLN092": Entry(
        "app protection has no effect: nothing requires it. {where}{why}",
        "Require an app protection policy with conditional access (compliantApplication), for all people "
        "and all applications or Office 365.",
        (
            "On a device that nobody enrols, people can use an app without protection for the "
            "same mail and files, unless conditional access lets in protected apps only. "
        )
        + _TERMS,
    ),
    "PLN093": Entry(
        "app protection is not always required. {where}{why}",
        "Look whether these gaps in conditional access are meant.",
        ("Conditional access requires app protection of a part of the people, or not in every case. ")
        + _TERMS,
    ),
    "PLN094": Entry(
        DEFAULT_OFF.text,
        DEFAULT_OFF.help,
        "It is the setting secureByDefault of the tenant, and off in a new one. Conditional access then "
        "lets in a device for which no policy is meant.",
    ),
    "PLN095": Entry(
        "people can enrol devices of their own that get no compliance policy and count as compliant. {where}",
        "Block personal devices there (Intune, Devices, Enrollment restrictions), or let a device without a "
        "policy count as not compliant.",
        "A phone that its owner enrols counts as personal. Policies for devices of the organisation are not "
        "for it. Restrictions count for new enrolments only and are no security boundary.",
    ),
    "PLN096": Entry(
        "{name} does not work: {why}",
        "Renew it in Intune, with the same account as before.",
        "Without the push certificate no device of Apple hears anything; without the token of the "
        "enrollment program no new one is enrolled by itself; without a VPP token or Managed Google Play no "
        "app is given out. A push certificate must be renewed with the same Apple account, else every "
        "device is enrolled anew.",
    ),
    "PLN097": Entry(
        "{name} ends on {date}, in {days} days",
        "Renew it before that, with the same account as before.",
        "Certificates and tokens of Apple hold for a year. Thirty days before the end this is said.",
    ),
    "PLN098": Entry(
        "{count} of {total} people of the tenant are in no role, so nothing is for them",
        "Look who they are: members of no group of a role. Accounts of services and shared mailboxes are "
        "counted too.",
        "Counted are enabled accounts that are no guests, without members of protected groups. Nobody is "
        "named.",
    ),
    "PLN099": Entry(
        "not read, so unknown: {paths}",
        "See apparaten doctor: what is missing is optional for a plan.",
        "Conditional access, enrolment restrictions, the compliance default and connections to Apple and "
        "Google are read where the sign-in may. What was not read is unknown: nothing is said of it, good "
        "or bad. Conditional access needs Policy.Read.All.",
    ),
}
