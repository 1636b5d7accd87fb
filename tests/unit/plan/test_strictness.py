"""H2: what counts as weaker. Each case is a body before and after; the same the other way round is stricter, unless it is said."""

from typing import Any

import pytest

from managed_apparaten.plan.guards.strictness import version, weaker

Case = tuple[Any, Any, bool, bool]


def catalog(**values: Any) -> Any:
    """A settings catalog policy in its comparison form."""
    head = "com.apple.applicationaccess"
    members = [{"settingDefinitionId": f"{head}_{name}", "value": value} for name, value in values.items()]
    return {"settings": [{"settingDefinitionId": f"{head}_{head}", "value": members}]}


def applocker(mode: str, deny: list[str], allow: list[str]) -> Any:
    def rules(paths: list[str]) -> Any:
        return [
            {"id": f"{number}-{path}", "name": path, "path": path, "sid": "S-1-1-0"}
            for number, path in enumerate(paths)
        ]

    return {
        "omaSettings": {
            "EXE": {
                "displayName": "x",
                "value": {"enforcement": mode, "deny": rules(deny), "allow": rules(allow)},
            }
        }
    }


def signed_by(*publishers: str) -> Any:
    """A list of allowed programs of which all of some publishers are."""
    allow = [
        {"id": name, "name": name, "publisher": name, "product": "*", "sid": "S-1-1-0"} for name in publishers
    ]
    denied = [{"id": "x", "name": "x", "path": "x", "sid": "S-1-1-0"}]
    return {
        "omaSettings": {
            "EXE": {"displayName": "x", "value": {"enforcement": "Enabled", "deny": denied, "allow": allow}}
        }
    }


APP, OTHER = {"appId": "com.a", "name": "A"}, {"appId": "com.b", "name": "B"}


def private(mode: str, *apps: Any) -> Any:
    """The list for the private side of a phone of the organisation; the mode says what it is of."""
    return {"personalProfilePlayStoreMode": mode, "personalProfilePersonalApplications": list(apps)}


CASES: dict[str, Case] = {
    "an app is blocked no longer": ({"restrictedApps": [APP, OTHER]}, {"restrictedApps": [APP]}, True, False),
    "an app has another name": ({"restrictedApps": [APP]}, {"restrictedApps": [{**APP, "name": "Z"}]}, False, False),
    "an app in other capitals": ({"restrictedApps": [APP]}, {"restrictedApps": [{**APP, "appId": "COM.A"}]}, False, False),
    "the list is gone": (catalog(blockedappbundleids=["com.a"]), catalog(), True, False),
    "a list of allowed apps takes its place": (
        catalog(blockedappbundleids=["com.a"]), catalog(allowlistedappbundleids=["com.z"]), False, True),
    "and allows what was blocked": (catalog(blockedappbundleids=["com.a"]), catalog(allowlistedappbundleids=["com.a"]), True, True),
    "one app more is allowed": (
        catalog(allowlistedappbundleids=["com.z"]), catalog(allowlistedappbundleids=["com.z", "com.y"]), True, False),
    "a switch of the catalog opens": (
        catalog(allowairdrop="x_allowairdrop_false"), catalog(allowairdrop="x_allowairdrop_true"), True, False),
    "a switch is no longer set": (catalog(allowairdrop="x_allowairdrop_false"), catalog(), True, False),
    "an open switch is no longer set": (catalog(allowairdrop="x_allowairdrop_true"), catalog(), False, False),
    "what must be is not": ({"passcodeRequired": True}, {"passcodeRequired": False}, True, False),
    "what may not be may": ({"appsAllowInstallFromUnknownSources": False}, {"appsAllowInstallFromUnknownSources": True}, True, False),
    "F1: a store opens": ({"playStoreMode": "notConfigured"}, {"playStoreMode": "blockList"}, True, False),
    "F1: a store that nobody set opens": ({"usb": True}, {"usb": True, "playStoreMode": "blockList"}, True, False),
    "F1: an allowlist goes": ({"playStoreMode": "allowList"}, {"playStoreMode": "notConfigured"}, True, False),
    "F1: an allowlist becomes an open store": ({"playStoreMode": "allowList"}, {"playStoreMode": "blockList"}, True, False),
    "F1: a store that is not configured is a store that nobody set": (
        {"usb": True, "playStoreMode": "notConfigured"}, {"usb": True}, False, False),
    "F9: a private space comes back": (
        catalog(privatespacepolicy="x_privatespacepolicy_disallowed"), catalog(privatespacepolicy="x_privatespacepolicy_allowed"),
        True, False),
    "a shorter passcode": ({"passcodeMinimumLength": 8}, {"passcodeMinimumLength": 6}, True, False),
    "a longer wait": ({"passcodeMinutesOfInactivityBeforeLock": 5}, {"passcodeMinutesOfInactivityBeforeLock": 15}, True, False),
    "an older version": ({"osMinimumVersion": "18.10"}, {"osMinimumVersion": "18.9"}, True, False),
    "the same version": ({"osMinimumVersion": "18"}, {"osMinimumVersion": "18.0"}, False, False),
    "no version": ({"osMinimumVersion": "18.0"}, {"osMinimumVersion": None}, True, False),
    "a longer period": ({"periodOfflineBeforeAccessCheck": "PT12H"}, {"periodOfflineBeforeAccessCheck": "P7D"}, True, False),
    "a minute less of many": ({"periodOfflineBeforeAccessCheck": "PT1H1M"}, {"periodOfflineBeforeAccessCheck": "PT1H2M"}, True, False),
    "an hour is sixty minutes": ({"periodOfflineBeforeAccessCheck": "PT1H"}, {"periodOfflineBeforeAccessCheck": "PT60M"}, False, False),
    "and a minute sixty seconds": ({"periodOfflineBeforeAccessCheck": "PT1M"}, {"periodOfflineBeforeAccessCheck": "PT60S"}, False, False),
    "and a day a day": ({"periodOfflineBeforeAccessCheck": "P1DT1H"}, {"periodOfflineBeforeAccessCheck": "PT25H"}, False, False),
    "a second longer": ({"periodOfflineBeforeAccessCheck": "PT1M59S"}, {"periodOfflineBeforeAccessCheck": "PT2M"}, True, False),
    "a word for nothing": ({"passcodeRequiredType": "numeric"}, {"passcodeRequiredType": "deviceDefault"}, True, False),
    "a word for nothing is no value": ({"newThing": "notConfigured"}, {"newThing": None}, False, False),
    "a switch becomes a word": ({"newThing": True}, {"newThing": "a"}, True, True),
    "a switch becomes a number": ({"newThing": True}, {"newThing": 5}, True, True),
    "one of these words is known": ({"newThing": "managedApps"}, {"newThing": "b"}, True, True),
    "a list of allowed apps without one is no list": (
        catalog(blockedappbundleids=["com.a"]), catalog(allowlistedappbundleids=[]), True, False),
    "the private side: an app is blocked no longer": (private("blockedApps", APP, OTHER), private("blockedApps", APP), True, False),
    "the private side: one app more is allowed": (private("allowedApps", APP), private("allowedApps", APP, OTHER), True, False),
    "the private side: a list of allowed apps takes its place": (
        private("blockedApps", APP), private("allowedApps", OTHER), False, True),
    "a number becomes a word": ({"passcodeMinimumLength": 6}, {"passcodeMinimumLength": "a"}, True, True),
    "what Graph says of an answer": ({"@odata.etag": "a", "x@odata.type": "b"}, {"@odata.etag": "c", "x@odata.type": "d"}, False, False),
    "an app without an app id has another name": (
        {"restrictedApps": [{"bundleId": "a", "name": "A", "id": "1", "description": "x"}]},
        {"restrictedApps": [{"bundleId": "a", "name": "B", "id": "2", "description": "y"}]}, False, False),
    "texts in other capitals": ({"restrictedApps": ["COM.A"]}, {"restrictedApps": ["com.a"]}, False, False),
    "never is longer than a year": ({"periodBeforePinReset": "P365D"}, {"periodBeforePinReset": "PT0S"}, True, False),
    "words from strict to weak": (
        {"allowedOutboundDataTransferDestinations": "managedApps"}, {"allowedOutboundDataTransferDestinations": "allApps"}, True, False),
    "a threat level, of which low is strict": (
        {"maximumAllowedDeviceThreatLevel": "low"}, {"maximumAllowedDeviceThreatLevel": "medium"}, True, False),
    "and secured is strictest": (
        {"maximumAllowedDeviceThreatLevel": "secured"}, {"maximumAllowedDeviceThreatLevel": "low"}, True, False),
    "nobody knows these words": ({"newThing": "a"}, {"newThing": "b"}, True, True),
    "nobody knows this list": ({"newThings": ["a"]}, {"newThings": ["b"]}, True, True),
    "texts": ({"description": "a", "displayName": "b"}, {"description": "c", "displayName": "d"}, False, False),
    "a longer grace": (
        {"scheduledActionsForRule": [{"scheduledActionConfigurations": [{"actionType": "block", "gracePeriodHours": 0}]}]},
        {"scheduledActionsForRule": [{"scheduledActionConfigurations": [{"actionType": "block", "gracePeriodHours": 24}]}]},
        True, False),
    "AppLocker only watches": (applocker("Enabled", ["x"], ["*"]), applocker("AuditOnly", ["x"], ["*"]), True, False),
    "AppLocker denies less": (applocker("Enabled", ["x", "y"], ["*"]), applocker("Enabled", ["x"], ["*"]), True, False),
    "AppLocker closes": (applocker("Enabled", ["x"], ["*"]), applocker("Enabled", ["x"], ["p"]), False, True),
    "AppLocker stops where it watched a list": (applocker("AuditOnly", ["x"], ["p"]), applocker("Enabled", ["x"], ["*"]), False, True),
    "AppLocker is as open as it was": (applocker("Enabled", ["x"], ["p", "*"]), applocker("Enabled", ["x"], ["q", "*"]), False, False),
    "AppLocker opens by one rule among others": (
        applocker("Enabled", ["x"], ["p"]), applocker("Enabled", ["x"], ["p", "*"]), True, False),
    "AppLocker closes, but for one publisher": (applocker("Enabled", ["x"], ["*"]), signed_by("O=M"), False, True),
    "AppLocker lets in another publisher": (signed_by("O=M"), signed_by("O=M", "O=N"), True, False),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_weaker_is_what_stops_less(name: str) -> None:
    """H2."""
    before, after, loosens, back = CASES[name]
    assert (weaker([before], [after]), weaker([after], [before])) == (loosens, back)


def test_what_two_objects_stop_together_counts() -> None:
    """H2: a list that is cut over two objects in another way loosens nothing."""
    one, two = {"restrictedApps": [APP]}, {"restrictedApps": [OTHER]}
    assert not weaker([{"restrictedApps": [APP, OTHER]}], [one, two])
    assert weaker([one, two], [one])


def test_of_two_objects_the_stricter_value_counts() -> None:
    """What one of them leaves open, the other may ask: of values that ask nothing none is missed."""
    asks, asks_not = {"passcodeRequired": True}, {"passcodeRequired": False}
    assert weaker([asks, asks_not], [asks_not])
    assert not weaker([asks, asks_not], [asks])
    long, longer = {"passcodeMinimumLength": 6}, {"passcodeMinimumLength": 8}
    assert weaker([long, longer], [long])
    assert not weaker([long, longer], [longer])


def with_rule(rule: Any, denied: bool = True) -> Any:
    """A list of allowed programs with one rule more, and with the program that it denies or without."""
    body = signed_by("O=M")
    rules = body["omaSettings"]["EXE"]["value"]
    rules["allow"].append({"id": "1", "name": "1", **rule})
    rules["deny"] = rules["deny"] if denied else []
    return body


def test_an_app_locker_rule_for_some_people_or_some_programs_does_not_open() -> None:
    """Only what lets everybody start everything makes a list of allowed programs no list."""
    for some in (
        {"sid": "S-1-5-32-544", "path": "*"},
        {"sid": "S-1-1-0", "publisher": "*", "product": "*", "binary": "x.exe"},
    ):
        assert not weaker([with_rule(some)], [with_rule(some, denied=False)]), (
            "what is denied is not allowed either"
        )
    everything = {"sid": "S-1-1-0", "publisher": "*", "product": "*"}
    assert weaker([with_rule(everything)], [with_rule(everything, denied=False)])


def test_an_open_store_is_weaker_than_nothing_at_all() -> None:
    """F1: Intune by itself shows assigned apps only, so an object that opens the store takes protection away where there was none."""
    assert weaker([], [{"playStoreMode": "blockList"}])
    assert not weaker([], [{"playStoreMode": "notConfigured"}])
    assert not weaker([], [{"playStoreMode": "allowList"}, {"restrictedApps": []}])
    assert weaker(
        [{"playStoreMode": "notConfigured"}],
        [{"playStoreMode": "notConfigured"}, {"playStoreMode": "blockList"}],
    )


def test_an_app_that_is_protected_no_longer_is_weaker() -> None:
    chosen, everything = {"appGroupType": "selectedPublicApps"}, {"appGroupType": "allMicrosoftApps"}
    assert weaker([chosen], [chosen], (["a", "b"], ["a"]))
    assert not weaker([chosen], [chosen], (["a"], ["a", "b"])), "one more is protected"
    assert not weaker([chosen], [everything], (["a", "b"], []))
    assert weaker([everything], [chosen], ([], ["a"]))


def test_versions_are_numbers() -> None:
    assert version("10.0.22631") > version("10.0.9999")
    assert version("18") == version("18.0.0")
    assert version("0.0") == ()
