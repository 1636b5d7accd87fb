"""How good the evidence is: of who controls an app, of its identifiers, and what the web leaves open."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {
    "label.weak": "{app}: {identifier}",
    "label.recalled-control": "{app}: {country}",
    "POL350": Entry(
        "{count} apps say confirmed while their basis is recalled: {apps}",
        "Give the basis a source, or write confidence: recalled.",
        "A country that somebody merely remembers is no reason to block a whole class of apps: a council cannot look it up. With "
        "confidence: recalled the app is blocked only where a rule, a list or an advisory names it.",
    ),
    "POL351": Entry(
        "{count} apps are left out of {what}, as their country of control is recalled without a source: {apps}",
        "Find a source for the basis and make it confirmed, or block the apps by name.",
        "A rule over a country or over the countries of an advisory reaches apps of which the country is confirmed. One that is recalled "
        "warns only, and blocks where a rule, a list or an advisory names the app.",
    ),
    "POL352": Entry(
        "{count} identifiers on {platform} block on weak evidence",
        "They are: {identifiers}. Find a source that can be looked up and leave out weak: true.",
        "These were seen in public code whose address was not kept, or in a single list. They block, because a wrong one mostly hits "
        "nothing. They never let an app through.",
    ),
    "POL353": Entry(
        "{count} apps are stopped as app while their website stays open",
        "They are: {apps}. Give apparaten export domains to a DNS filter or a proxy.",
        "A policy on apps says nothing about a browser, and every phone has one. Nothing that is compiled here blocks a website; "
        "apparaten export domains writes the list for something that does.",
    ),
    "POL354": Entry(
        "{domain} of blocked app {app} also covers {other}, the website of approved app {approved}",
        "Write a narrower domain, or accept that the website of the approved app is closed as well.",
        "A filter that blocks a domain blocks its subdomains. The list of domains keeps the blocked one: deny goes before allow.",
    ),
}
