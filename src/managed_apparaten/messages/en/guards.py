"""Guards over what people have, and what earlier applies tell of it."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "PLN030": Entry(
        "this LOOSENS the protection of {measured} of the people, more than {limit}",
        "Look for the lines in capitals. If this is meant, lift the limit once with {override} and the digest of this plan.",
        "Counted are people who lose a kind of object, or whose objects afterwards stop less than those that they have: an app that is no "
        "longer blocked, a switch that opens, a lower minimum, a milder role. A value of which nobody knows whether it is milder counts "
        "too. The people are those under management (PLN021), and what was loosened within window-days before counts along, behind a plus. "
        "The limit is max-loosened in organisation.yaml, or max-people where that is not stated.",
    ),
    "PLN031": Entry(
        "a changed assignment LEAVES people with nothing in its place (people, or devices without people: {measured})",
        "See whether a role has the right group. If this is meant, use {override} with the digest of this plan.",
        "They have an object of a kind now, the object stays, and they will have none of that kind. That happens when a role gets another "
        "group, or when a group of a higher role that does not have the kind is left out. A device without any compliance policy counts as "
        "compliant.",
    ),
    "PLN032": Entry(
        "{measured} of the devices do not meet what is asked from now on, more than {limit}",
        "Compare os-minimum with the versions that are in use. If this is meant, use {override} with the digest of this plan.",
        "Their operating system is older than the new minimum and was not older than the one before. Such a device becomes non-compliant, "
        "or its apps keep people out, as soon as the grace period ends. The limit is max-devices in organisation.yaml.",
    ),
    "PLN033": Entry(
        "the groups of a role that changes ran empty or shrank (roles: {measured})",
        "See in Entra who is missing. If those who are left are all who are meant, use {override} with the digest of this plan.",
        "The role reaches far fewer people or devices than when its objects were last written; the warnings PLN035 say how many. A change "
        "that reaches nobody now reaches everybody once the group is filled again, so who is missing counts along in all shares.",
    ),
    "PLN034": Entry(
        "these limits do not hold yet: {asked}; the tenant was last applied with {held}",
        "Apply the new limits in a change of their own.",
        "A limit is raised by a plan that changes nothing else in the tenant, not even a name or a text: apply what else there is first, "
        "and then once more. Until then the plan is held against the limits that our objects in the tenant remember. A limit that is "
        "lowered holds at once.",
    ),
    "PLN035": Entry(
        'role "{role}" reaches {people_now} people and {devices_now} devices; at the last apply that was {people_then} and {devices_then}',
        "See in Entra whether its groups are as they should be.",
        "A group ran empty, or shrank by more than a guard allows, without a change of policy. Who left it has lost the objects of the "
        "role already. Our objects remember how many people and devices they reached when they were last written.",
    ),
    "PLN036": Entry(
        '"{name}" is a group of devices ({devices}), and a group of people is meant here',
        "Name a group of people, and put the devices under `groups` of a device class of the role.",
        "App protection follows people: Intune gives it to nobody in a group of devices. What else is assigned would reach the devices, "
        "but nobody could be left out: Intune excludes no people from a group of devices, nor devices from a group of people.",
    ),
    "PLN037": Entry(
        '"{name}" has both people ({people}) and devices ({devices}) in it',
        "Make a group for each of the two.",
        "Intune gives an object to both, where its kind allows that, and excludes within one sort only: who is left out as a person keeps "
        "the object on a device that is in the group itself. App protection reaches the people alone. The plan counts as Intune does.",
    ),
    "PLN038": Entry(
        '"{name}" is a group of people ({people}), and a group of devices is meant here',
        "Name a group of devices, or leave `groups` out: then the people of the role are assigned.",
        "Objects for groups of devices leave out no protected group and have no filter that keeps private devices out, because Intune "
        "honours neither there. For people they would hold without both. AppLocker is for devices only and would reach nobody.",
    ),
    "PLN039": Entry(
        "the tenant says that {total} accounts are enabled, and {seen} enabled people are in the groups that were read",
        "Plan again. If it stays so, look at what is between this machine and Graph.",
        "One of the two answers was cut short or is old. A plan would count too few people without knowing it, so there is none. People of "
        "whom Graph does not show accountEnabled are not among them (PLN049).",
    ),
    "PLN049": Entry(
        "Graph does not tell the property {property} of {count} of {total}: it is empty or unknown",
        "Look whether the application has {permission}, with the consent of an administrator. If it has, fill in the property.",
        "Who has an empty property is not taken for what it would say: not for an enabled account, a member or a device of the "
        "organisation, nor for the opposite. In the shares of the guards they count where the plan changes something for them, and make "
        "no share smaller. An empty userType is no question where the user principal name tells who was invited (#EXT#).",
    ),
    "PLN050": Entry(
        "role {role} has risk {rating} of 4, and {people} people ({devices} devices) get LESS PROTECTION: {what}",
        "See whether this is meant, by whoever answers for the risk of this role.",
        "The limits of the guards are shares of all people under management, so what a small role loses stays below them. So each plan "
        "that loosens something for such a role says so. No flag is needed for it.",
    ),
    "PLN052": Entry(
        "role {role} is protected (protect: true), and {people} people ({devices} devices) get LESS PROTECTION: {what}",
        "See whether this is meant, by whoever answers for the risk of this role.",
        "The limits of the guards are shares of all people under management, so what a small role loses stays below them. So each plan "
        "that loosens something for such a role says so. No flag is needed for it.",
    ),
    "cause.kind.limits": "limits of the guards",
}
