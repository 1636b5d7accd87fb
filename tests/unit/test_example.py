"""The example organisation, read with nothing but a YAML and a JSON Schema library."""

import datetime
import json
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
SCHEMAS = {
    path.name: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "schemas").glob("*.json"))
}
FILES = sorted(POLICIES.rglob("*.yaml"))
FACTS = ROOT / ".." / "shared" / "facts" / "apps.json"
ROLES = {
    "college", "ambtelijke-top", "veiligheid", "bestuursadvies-comm", "griffie", "raadsleden", "ict-beheer", "sociaal-domein",
    "kcc", "toezicht-boa", "fysiek-belast", "buitendienst", "bedrijfsvoering", "extern-inhuur", "byod",
}  # fmt: skip

# Bijlage A of the VNG advice of 17 May 2023, typed over from the document: eleven lines at the top, forty-nine others.
TOP = [
    "TikTok", "Lemon8", "CapCut", "Pinduoduo", "Temu", "CamScanner", "Shein", "TurboVPN", "WeChat", "UC Browser", "SHAREit",
]  # fmt: skip
OVERIG = [
    "LIKE", "CM Browser", "Xender", "TurboVPN", "Viva Video", "Beauty Plus", "Vault-Hide", "NewsDog", "Virus Cleaner", "SHEIN",
    "Vigo Video", "Weibo", "Bigo Live", "UC News", "ClubFactory", "Helo", "Kwai", "ROMWE", "Photo Wonder", "APUS Browser",
    "Perfect Corp", "Mi Community", "DU recorder", "YouCam Makeup", "Mi Store", "360 Security", "DU Browser", "DU Battery Saver",
    "DU Cleaner", "DU Privacy", "Clean Master – Cheetah", "CacheClear DU apps studio", "Baidu Map", "Baidu Translate",
    "Wonder Camera", "ES File Explorer", "QQ International", "QQ Launcher", "QQ Player", "QQ Security Centre", "QQ Music",
    "QQ Mail", "QQ NewsFeed", "WeSync", "SelfieCity", "Parallel Space", "Mi Video call – Xiaomi", "Mail Master", "Clash of Kings",
]  # fmt: skip


class Loader(yaml.SafeLoader):
    """YAML 1.2 reads a date as a string; so do we."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader)


def of_kind(kind: str) -> list[Any]:
    return [document for document in DOCUMENTS.values() if document["kind"] == kind]


DOCUMENTS = {path: load(path) for path in FILES}
REGISTRY: Registry[Any] = Registry().with_resources(
    (name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
APPS = {app["id"]: app for document in of_kind("Apps") for app in document["apps"]}
LISTS = {document["id"]: document["apps"] for document in of_kind("List")}
ADVISORIES = {
    advisory["id"]: advisory for document in of_kind("Advisories") for advisory in document["advisories"]
}
EXCEPTIONS = {document["id"]: document for document in of_kind("Exception")}
ORGANISATION = load(POLICIES / "organisation.yaml")


def errors(schema: str, instance: object) -> list[str]:
    validator = Draft202012Validator(
        SCHEMAS[schema], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(instance)]


def relative(path: Path) -> str:
    return path.relative_to(POLICIES).as_posix()


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def identifiers(app: Any) -> Iterator[str]:
    for platform, groups in app["identifiers"].items():
        for values in groups.values():
            yield from (f"{platform}:{value}" for value in many(values))


def rules() -> Iterator[Any]:
    for document in DOCUMENTS.values():
        if document["kind"] in {"Organisation", "Role"}:
            yield from document.get("rules", [])


def selected(selectors: Any) -> set[str]:
    """The apps that selectors reach, a contested country left out."""
    found: set[str] = set()
    for selector in many(selectors):
        kind, value = ("app", selector) if isinstance(selector, str) else next(iter(selector.items()))
        countries = {"country": [value], "advisory": ADVISORIES.get(value, {}).get("countries", [])}.get(
            kind, []
        )
        found |= {
            "app": {value},
            "list": set(LISTS.get(value, ())),
            "advisory": {line["app"] for line in ADVISORIES.get(value, {}).get("named-apps", [])},
            "category": {app["id"] for app in APPS.values() if app["category"] == value},
        }.get(kind, set())
        found |= {
            app["id"]
            for app in APPS.values()
            if app["control"]["confidence"] == "confirmed" and app["control"].get("country") in countries
        }
    return found


# The files


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_file_is_valid(path: Path) -> None:
    assert errors(f"{DOCUMENTS[path]['kind'].lower()}.json", DOCUMENTS[path]) == []


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_file_names_its_schema_licence_and_kind_first(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    schema = lines[0].removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / schema).resolve() == ROOT / "schemas" / f"{DOCUMENTS[path]['kind'].lower()}.json"
    assert lines[1] == "# SPDX-License-Identifier: EUPL-1.2"
    assert next(line for line in lines if not line.startswith("#")).startswith("kind: ")
    assert "index file" not in text


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_file_reads_the_same_in_yaml_1_1(path: Path) -> None:
    """Only dates differ: older readers make them a date, which an editor and we do not."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [plain(inner) for inner in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    class Strings(yaml.BaseLoader):
        pass

    scalars = Counter(str(value) for value in leaves(plain(yaml.safe_load(path.read_text(encoding="utf-8")))))
    written = Counter(str(value) for value in leaves(yaml.load(path.read_text(encoding="utf-8"), Strings)))
    assert {
        "True" if text == "true" else "False" if text == "false" else text: n for text, n in written.items()
    } == scalars


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


def test_ids_are_unique() -> None:
    for ids in (
        [app["id"] for document in of_kind("Apps") for app in document["apps"]],
        [advisory["id"] for document in of_kind("Advisories") for advisory in document["advisories"]],
        [document["id"] for document in of_kind("List")],
        [document["id"] for document in of_kind("Exception")],
        [document["id"] for document in of_kind("Role")],
        [document["priority"] for document in of_kind("Role")],
    ):
        assert [one for one, times in Counter(ids).items() if times > 1] == []


def test_every_reference_is_to_something_that_exists() -> None:
    selectors = [
        one
        for rule in rules()
        for effect in ("allow", "caution", "block")
        for one in many(rule.get(effect, []))
    ]
    wanted = Counter(("app", one) if isinstance(one, str) else next(iter(one.items())) for one in selectors)
    known: dict[str, Any] = {
        "app": APPS,
        "list": LISTS,
        "advisory": ADVISORIES,
        "category": {app["category"] for app in APPS.values()},
    }
    assert [(kind, name) for kind, name in wanted if name not in known[kind]] == []
    assert [app for apps in LISTS.values() for app in apps if app not in APPS] == []
    assert [
        line for advisory in ADVISORIES.values() for line in advisory["named-apps"] if line["app"] not in APPS
    ] == []
    assert [
        app for exception in EXCEPTIONS.values() for app in many(exception["app"]) if app not in APPS
    ] == []
    assert {exception["role"] for exception in EXCEPTIONS.values()} <= ROLES
    assert ORGANISATION["defaults"]["protection"]["apps"]["list"] in LISTS


# The catalogue


def test_bijlage_a_stands_there_line_by_line() -> None:
    lines = ADVISORIES["offensief-cyberprogramma"]["named-apps"]
    expected = [("top", n, name) for n, name in enumerate(TOP, 1)] + [
        ("overig", n, name) for n, name in enumerate(OVERIG, 1)
    ]
    assert len(expected) == 60
    assert [(line["section"], line["position"], line["name"]) for line in lines] == expected
    assert len({line["app"] for line in lines}) == 58


@pytest.mark.parametrize(
    ("position", "name"), [(4, "TurboVPN"), (10, "SHEIN"), (21, "Perfect Corp"), (24, "YouCam Makeup")]
)
def test_what_bijlage_a_has_wrong_carries_a_correction(position: int, name: str) -> None:
    (line,) = (
        line
        for line in ADVISORIES["offensief-cyberprogramma"]["named-apps"]
        if (line["section"], line["position"]) == ("overig", position)
    )
    assert line["name"] == name
    assert set(line["correction"]) == {"nl", "en"}


def test_verified_names_identifiers_that_are_there() -> None:
    for app in APPS.values():
        assert set(app.get("verified", {})) <= set(identifiers(app)), app["id"]
        assert len(set(identifiers(app))) == len(list(identifiers(app))), app["id"]


def test_no_identifier_belongs_to_two_apps_on_one_platform() -> None:
    owners = Counter(
        f"{platform}:{value}"
        for app in APPS.values()
        for platform, groups in app["identifiers"].items()
        for key, values in groups.items()
        if key not in {"team-id", "publishers"}  # those are of the maker
        for value in values
    )
    assert [one for one, times in owners.items() if times > 1] == []


def test_control_is_told_as_it_is_known() -> None:
    control = {id: (app["control"].get("country"), app["control"]["confidence"]) for id, app in APPS.items()}
    assert control["perfect-corp"] == control["youcam-makeup"] == ("TW", "confirmed")
    assert control["wesync"] == (None, "unknown")
    assert control["telegram"] == ("AE", "contested")
    assert all(app["control"]["basis"] for app in APPS.values())


def test_management_apps_are_marked_and_never_blocked_by_name() -> None:
    management = {id for id, app in APPS.items() if app.get("management")}
    assert management == {
        "intune-company-portal",
        "microsoft-intune",
        "microsoft-authenticator",
        "microsoft-defender",
    }
    blocked = {app for rule in rules() for app in selected(rule.get("block", []))}
    assert blocked & management == set()
    assert blocked & {id for id, app in APPS.items() if app.get("system")} == set()


# The organisation


def test_the_fifteen_roles_are_there_with_their_groups() -> None:
    roles = {document["id"]: document for document in of_kind("Role")}
    assert set(roles) == ROLES
    for id, role in roles.items():
        (group,) = role["members"]["groups"]
        assert group["name"] == f"sg-rol-{id}"
        assert group.get("id") in {
            None,
            str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:zilverdam:group:sg-rol-{id}")),
        }
    assert any("id" not in role["members"]["groups"][0] for role in roles.values())


def test_allowlist_is_asked_only_where_it_can_be() -> None:
    for role in of_kind("Role"):
        for device in role["devices"]:
            if device.get("enforcement", role["enforcement"]) == "allowlist":
                assert device["ownership"] == "corporate", role["id"]
                assert device["platform"] != "ios" or device["supervised"], role["id"]


def test_no_role_allows_what_the_organisation_blocks_or_what_it_blocks_itself() -> None:
    blocked = {app for rule in ORGANISATION["rules"] for app in selected(rule.get("block", []))}
    for role in of_kind("Role"):
        allowed = {
            app
            for rule in role.get("rules", [])
            for key in ("allow", "caution")
            for app in selected(rule.get(key, []))
        }
        own = {app for rule in role.get("rules", []) for app in selected(rule.get("block", []))}
        assert allowed & (blocked | own) == set(), role["id"]


def test_the_locked_rule_reaches_every_app_of_bijlage_a_and_every_class_country() -> None:
    (rule,) = (rule for rule in ORGANISATION["rules"] if rule.get("locked"))
    reached = selected(rule["block"])
    assert {line["app"] for line in ADVISORIES["offensief-cyberprogramma"]["named-apps"]} <= reached
    assert {"deepseek", "vk", "kaspersky", "rubika", "perfect-corp", "wesync"} <= reached
    assert reached & {"telegram", "whatsapp", "microsoft-outlook"} == set()


def test_protected_apps_are_known_on_both_phone_platforms() -> None:
    for id in LISTS["beschermde-apps"]:
        seen = APPS[id]["verified"]
        assert any(f"ios:{bundle}" in seen for bundle in APPS[id]["identifiers"]["ios"]["bundle-ids"]), id
        assert any(
            f"android:{package}" in seen for package in APPS[id]["identifiers"]["android"]["packages"]
        ), id


def test_on_the_day_of_the_example_two_exceptions_hold_and_one_has_ended() -> None:
    day = datetime.date(2026, 11, 21)
    dates = {
        id: (datetime.date.fromisoformat(exception["starts"]), datetime.date.fromisoformat(exception["ends"]))
        for id, exception in EXCEPTIONS.items()
    }
    assert {id for id, (starts, ends) in dates.items() if starts <= day <= ends} == {"2026-014", "2026-009"}
    assert {id for id, (_, ends) in dates.items() if ends < day} == {"2026-006"}
    assert (dates["2026-014"][1] - dates["2026-014"][0]).days == 89, "ninety days, both ends included"
    assert 0 < (dates["2026-009"][1] - day).days <= 30
    for exception in EXCEPTIONS.values():
        approved = [datetime.date.fromisoformat(approval["date"]) for approval in exception["approvals"]]
        assert max(approved) <= datetime.date.fromisoformat(exception["starts"])
        assert "college" in {approval["by"] for approval in exception["approvals"]}


# The facts that the catalogue was made from, where they are at hand


def recorded(app: Any) -> set[str]:
    windows, macos = app["windows"], app["macos"]
    found = {f"ios:{one}" for one in [*app["ios"]["bundleIds"], *app["ios"]["adamIds"]]}
    found |= {f"android:{one}" for one in app["android"]["packages"]}
    found |= {
        f"windows:{one}"
        for one in [*windows["packageFamilyNames"], *windows["exeNames"], *windows["wingetIds"]]
    }
    found |= {f"windows:{windows['publisher']}"} if windows["publisher"] else set()
    found |= {
        f"macos:{one}" for one in [*macos["bundleIds"], *([macos["teamId"]] if macos["teamId"] else [])]
    }
    return found


CORRECTED = {
    "ios:com.commsource.beautyplus": "the case was wrong: com.commsource.BeautyPlus",
    "ios:com.tencent.tencentmeeting": "it is the Mac's",
    "macos:us.zoom.pkg.videomeeting": "a receipt, not the program",
}
"""What the first facts had wrong, and the catalogue no longer says."""
VALUE_ONLY = {"windows.publisher": "publisher", "macos.teamId": "teamId"}


def test_catalogue_holds_every_recorded_app_and_identifier() -> None:
    facts = json.loads(FACTS.read_text(encoding="utf-8")) if FACTS.exists() else []
    assert len(facts) in {0, 240}
    for fact in facts:
        app = APPS[fact["id"]]
        assert recorded(fact) - CORRECTED.keys() <= set(identifiers(app)), fact["id"]
        assert app["control"].get("country") == fact["country"], fact["id"]
        for key, confidence in fact["confidence"].items():
            platform = key.partition(".")[0]
            value = fact[platform][VALUE_ONLY[key]] if key in VALUE_ONLY else key.partition(":")[2]
            sighting = app.get("verified", {}).get(f"{platform}:{value}")
            if f"{platform}:{value}" in CORRECTED:
                continue
            if confidence["level"] == "verified":
                assert sighting is not None, key
            kept = any("index file" not in source for source in confidence["sources"]) and not confidence.get(
                "weak"
            )
            if sighting is not None and sighting["date"] == "2026-11-21":
                assert bool(sighting.get("weak")) == (not kept), (
                    f"{key}: better only with a source that was found since"
                )


FOUND = Path(__file__).resolve().parents[2] / ".." / "shared" / "facts" / "identifiers-2026-11-30.tsv"


def test_an_identifier_whose_source_was_not_kept_is_never_called_strong_on_that_ground() -> None:
    """Point 6: a row of which every source is "code index N" counts as unverified."""
    lines = FOUND.read_text(encoding="utf-8").splitlines()[1:] if FOUND.exists() else []
    seen = {key: one for app in APPS.values() for key, one in app.get("verified", {}).items()}
    for _, platform, value, source, _ in (line.split("\t") for line in lines):
        sighting = seen.get(f"{platform.partition(' ')[0]}:{value}")
        if sighting and "@" not in source and "http" not in source and not sighting.get("weak"):
            assert "@" in sighting["source"], f"{value} has a source of its own"
    assert not any("code index" in one["source"] or "index file" in one["source"] for one in seen.values())


# Bundle ids of annex apps with the file of a public repository in which each stands under its own name, typed over from those.
SCANNED = {
    "shareit": "com.lenovo.anyshare", "turbovpn": "com.allconnected.turbovpn", "xender": "cn.shanchuan.shanchuan", "likee": "video.like",
    "vivavideo": "com.quvideo.XiaoYing", "beautyplus": "com.commsource.BeautyPlus", "youcam-makeup": "com.cyberlink.youcammakeup",
    "romwe": "com.romwe.dotfashion", "photo-wonder": "com.baidu.PhotoWonder", "clean-master": "com.ksmobile.cleanmaster",
}  # fmt: skip
BEFORE = 22
"""Annex apps that had a bundle id with a source before 2026-11-30."""


def strong(app: Any, platform: str, key: str) -> bool:
    """Whether one of these identifiers has a source that can be looked up."""
    seen = [
        app.get("verified", {}).get(f"{platform}:{one}")
        for one in app["identifiers"].get(platform, {}).get(key, [])
    ]
    return any(sighting and not sighting.get("weak") for sighting in seen)


def test_ten_more_annex_apps_have_a_bundle_id_with_a_source() -> None:
    """Point 6: the number counts evidence; each source names the file, and the file the identifier."""
    for id, bundle_id in SCANNED.items():
        source = APPS[id]["verified"][f"ios:{bundle_id}"]["source"]
        assert source.startswith("github:"), id
        assert source.removesuffix(".md").removesuffix("-large.png").endswith(f"/{bundle_id}"), id
    annex = {line["app"] for line in ADVISORIES["offensief-cyberprogramma"]["named-apps"]}
    assert SCANNED.keys() <= annex
    assert sum(strong(APPS[id], "ios", "bundle-ids") for id in annex) >= BEFORE + len(SCANNED)


def test_what_is_recalled_is_not_called_confirmed() -> None:
    """Point 6."""
    assert [
        id
        for id, app in APPS.items()
        if app["control"]["confidence"] == "confirmed" and app["control"]["basis"] == "recalled"
    ] == []
    annex = {line["app"] for line in ADVISORIES["offensief-cyberprogramma"]["named-apps"]}
    assert not any(APPS[id]["control"]["confidence"] == "recalled" for id in annex), "the advice names them"


@pytest.mark.parametrize("path", FILES, ids=relative)
def test_file_says_in_its_head_that_zilverdam_does_not_exist(path: Path) -> None:
    head = [line for line in path.read_text(encoding="utf-8").splitlines()[:4] if line.startswith("# ")]
    assert any(
        "Zilverdam" in line and ("verzonnen" in line or "bestaat niet" in line) for line in head
    ) or any("Verzonnen: hoort bij de gemeente Zilverdam" in line for line in head)


def test_the_advice_cites_what_it_rests_on() -> None:
    documents = ADVISORIES["offensief-cyberprogramma"]["based-on"]
    assert {"AIVD", "Rijksoverheid", "Vereniging van Nederlandse Gemeenten"} <= {
        document["publisher"] for document in documents
    }
    blogs = {document["for-section"]: document["url"] for document in documents if "for-section" in document}
    assert blogs == {
        "top": "https://www.komando.com/security-privacy/china-based-apps/883845/",
        "overig": "https://www.itechfever.com/suspicious-chinese-apps-and-alternatives/",
    }
