"""What exported objects refer to, found in the tenant that takes them: groups, filters, scope tags, templates, apps.

IntuneCD writes names where Graph has ids; IntuneManagement writes the ids of the tenant that it read, and the names of
groups in a table beside.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import orjson

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.core.store import Store
from managed_apparaten.emulator.odata.values import is_guid
from managed_apparaten.emulator.service.intune.assignments import FILTER_ID, ZERO_GUID

TAGS = ("roleScopeTagIds", "roleScopeTags")
DEFAULT_TAG = "0"
SCOPE_TAGS, FILTERS = "deviceManagement/roleScopeTags", "deviceManagement/assignmentFilters"
TEMPLATES, APPS = "deviceManagement/notificationMessageTemplates", "deviceAppManagement/mobileApps"
USERS, LOCATIONS = "users", "identity/conditionalAccess/namedLocations"
STRENGTHS = "policies/authenticationStrengthPolicies"
INCLUDED = ("includeUsers", "includeGroups", "includeRoles", "includeGuestsOrExternalUsers")
"""Members of a conditional access policy that say for whom it is."""
OURS = ("groupName", "groupType", "membershipRule")
"""Members that IntuneCD adds to a target."""
GROUP = (
    "displayName",
    "description",
    "groupTypes",
    "membershipRule",
    "mailEnabled",
    "mailNickname",
    "securityEnabled",
)
NICKNAME = re.compile(r"[^A-Za-z0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class ImportRemark:
    """Something of an object that did not come along."""

    key: str
    """`group`, `groups` (more than one of that name), `filter`, `tag`, `template`, `app`, `location`, `person`, `part`, or `masked`."""
    what: str


@dataclass(frozen=True, slots=True)
class CreatedGroup:
    """A group that was made."""

    old_id: str
    name: str
    id: str


@dataclass(slots=True)
class References:
    """Old ids and names of one folder, and what they are here."""

    store: Store
    group_names: Mapping[str, str]
    """Old id -> name, as the export tells."""
    make_groups: bool
    write: Callable[[str, Mapping[str, JSON]], dict[str, JSON]] = field(default=lambda _path, _body: {})
    """Creates an object of a collection."""
    made: list[CreatedGroup] = field(default_factory=list)
    _ids: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)

    def note(self, collection: str, old_id: str, name: str, new_id: str) -> None:
        """Remember an object that came in."""
        if old_id and new_id:
            self._ids[collection, old_id] = new_id
        if collection in self._known and new_id not in self._names.get((collection, name), ()):
            self._names.setdefault((collection, name), []).append(new_id)

    def named(self, collection: str, name: str) -> str:
        """The id of the only object of that name, or empty."""
        found = self._by_name(collection, name)
        return (
            found[0]
            if len(found) == 1
            else DEFAULT_TAG
            if (collection, name) == (SCOPE_TAGS, "Default")
            else ""
        )

    def _by_name(self, collection: str, name: str) -> list[str]:
        if collection not in self._known:
            self._known.add(collection)
            for item in self.store.objects((collection,)):
                self._names.setdefault((collection, str(item.body.get("displayName"))), []).append(item.id)
        return self._names.get((collection, name), [])

    def _found(self, collection: str, said: str) -> str:
        """The id here of something that an export gives by its old id, its id here, or its name; empty when there is none."""
        known = self._ids.get((collection, said))
        if known is None and self.store.get(collection, said) is not None:
            known = said
        return known or self.named(collection, said)

    def resolve(self, body: dict[str, JSON], remarks: list[ImportRemark]) -> None:
        """Put the ids of this tenant into a body."""
        for key in TAGS:
            if isinstance(body.get(key), list):
                body[key] = self._tags(body[key], remarks)
        for rule in _dicts(body.get("scheduledActionsForRule")):
            for action in _dicts(rule.get("scheduledActionConfigurations")):
                action["notificationTemplateId"] = self._template(action, remarks)
        if "targetedMobileApps" in body:
            body["targetedMobileApps"] = self._apps(body["targetedMobileApps"], remarks)
        if isinstance(body.get("conditions"), dict):
            self._conditions(body["conditions"], remarks)
        if isinstance(body.get("grantControls"), dict):
            self._strength(body["grantControls"])
        if isinstance(body.get("payloadJson"), dict | list):
            body["payloadJson"] = base64.b64encode(orjson.dumps(body["payloadJson"])).decode()

    def _conditions(self, conditions: dict[str, JSON], remarks: list[ImportRemark]) -> None:
        """Whom and where a conditional access policy names; one that is left without people is for nobody."""
        users = conditions.get("users")
        if isinstance(users, dict):
            for key in ("includeGroups", "excludeGroups"):
                users[key] = [
                    here for old in users.get(key) or () if (here := self._group({"groupId": old}, remarks))
                ]
            for key in ("includeUsers", "excludeUsers"):
                users[key] = self._known_only(USERS, users.get(key), "person", remarks)
            if not any(users.get(key) for key in INCLUDED):
                users["includeUsers"] = ["None"]
        locations = conditions.get("locations")
        if isinstance(locations, dict):
            for key in ("includeLocations", "excludeLocations"):
                locations[key] = self._known_only(LOCATIONS, locations.get(key), "location", remarks)
            if not locations["includeLocations"]:
                conditions["locations"] = None

    def _strength(self, controls: dict[str, JSON]) -> None:
        """An authentication strength of the other tenant's own, by its name here."""
        strength = controls.get("authenticationStrength")
        if isinstance(strength, dict) and strength.get("policyType") != "builtIn":
            here = self._found(STRENGTHS, str(strength.get("id"))) or self.named(
                STRENGTHS, str(strength.get("displayName"))
            )
            controls["authenticationStrength"] = {"id": here or strength.get("id")}

    def _known_only(self, collection: str, said: JSON, kind: str, remarks: list[ImportRemark]) -> list[JSON]:
        """Words such as `All` as they are, and what is found here."""
        found = {
            one: self._found(collection, one) or ("" if is_guid(one) else one) for one in map(str, said or ())
        }
        remarks += [ImportRemark(kind, one) for one, here in found.items() if not here]
        return [here for here in found.values() if here]

    def _template(self, action: dict[str, JSON], remarks: list[ImportRemark]) -> str:
        """Of an action that sends a message; IntuneCD adds the name of the template."""
        wanted, name = (
            str(action.get("notificationTemplateId") or ZERO_GUID),
            action.pop("notificationTemplateName", None),
        )
        if wanted == ZERO_GUID and not name:
            return wanted
        here = self._found(TEMPLATES, wanted) or (self.named(TEMPLATES, str(name)) if name else "")
        if not here:
            remarks.append(ImportRemark("template", str(name or wanted)))
        return here or ZERO_GUID

    def _tags(self, said: list[JSON], remarks: list[ImportRemark]) -> list[JSON]:
        found = {
            tag: DEFAULT_TAG if str(tag) == DEFAULT_TAG else self._found(SCOPE_TAGS, str(tag))
            for tag in map(str, said)
        }
        remarks += [ImportRemark("tag", tag) for tag, here in found.items() if not here]
        return [here for here in found.values() if here] or [DEFAULT_TAG]

    def _apps(self, said: JSON, remarks: list[ImportRemark]) -> list[JSON]:
        """IntuneCD keeps one app as its name and type; others keep ids."""
        wanted = [str(said.get("appName"))] if isinstance(said, dict) else [str(app) for app in said or ()]
        found = {app: self._found(APPS, app) for app in wanted}
        remarks += [ImportRemark("app", app) for app, here in found.items() if not here]
        return [here for here in found.values() if here]

    def assignments(self, said: JSON, remarks: list[ImportRemark]) -> list[JSON]:
        """Assignments as an assign action takes them; those to what is not here are left out and said."""
        found = []
        for one in _dicts(said):
            target = one.get("target")
            target = self._target(dict(target), remarks) if isinstance(target, dict) else target
            if target is not None:
                found.append(
                    {
                        **{
                            key: value
                            for key, value in one.items()
                            if key not in ("id", "source", "sourceId")
                        },
                        "target": target,
                    }
                )
        return found

    def _target(self, target: dict[str, JSON], remarks: list[ImportRemark]) -> dict[str, JSON] | None:
        wanted = target.get(FILTER_ID)
        if wanted and wanted != ZERO_GUID:
            here = self._found(FILTERS, str(wanted))
            if not here:
                remarks.append(ImportRemark("filter", str(wanted)))
                return None
            target[FILTER_ID] = here
        if "groupId" in target or "groupName" in target:
            group = self._group(target, remarks)
            if not group:
                return None
            target["groupId"] = group
        return {key: value for key, value in target.items() if key not in OURS}

    def _group(self, target: Mapping[str, JSON], remarks: list[ImportRemark]) -> str:
        old_id = str(target.get("groupId") or "")
        known = self._ids.get(("groups", old_id)) or (
            old_id if old_id and self.store.get("groups", old_id) else ""
        )
        if known:
            return known
        name = str(target.get("groupName") or self.group_names.get(old_id) or "")
        found = self._by_name("groups", name) if name else []
        if len(found) == 1:
            return found[0]
        if not found and self.make_groups:
            rule = target.get("membershipRule")
            dynamic = {"groupTypes": ["DynamicMembership"], "membershipRule": rule} if rule else {}
            return self._make(old_id, {"displayName": name or f"Imported {old_id}", **dynamic})
        remarks.append(ImportRemark("groups" if found else "group", name or old_id))
        return ""

    def take_group(
        self, old_id: str, body: Mapping[str, JSON]
    ) -> tuple[Literal["there", "left", "imported"], str]:
        """A group that was exported along: what became of it, and its id here."""
        name = str(body.get("displayName") or "")
        here = self.named("groups", name)
        if here:
            self.note("groups", old_id, name, here)
            return "there", here
        if not self.make_groups:
            return "left", ""
        return "imported", self._make(old_id, body)

    def _make(self, old_id: str, body: Mapping[str, JSON]) -> str:
        name = str(body.get("displayName"))
        own = {key: body[key] for key in GROUP if body.get(key) is not None}
        dynamic: dict[str, JSON] = {}
        if own.get("membershipRule"):
            dynamic = {
                "membershipRuleProcessingState": "On",
                "groupTypes": own.get("groupTypes") or ["DynamicMembership"],
            }
        usual = {
            "mailEnabled": False,
            "mailNickname": NICKNAME.sub("", name)[:60] or "group",
            "securityEnabled": True,
        }
        made = str(self.write("groups", {**usual, **own, **dynamic})["id"])
        self.note("groups", old_id, name, made)
        self.made.append(CreatedGroup(old_id, name, made))
        return made

    def forget(self, kept: int) -> None:
        """Groups that were made after the first `kept` are gone again."""
        for group in self.made[kept:]:
            self._ids.pop(("groups", group.old_id), None)
            self._names.pop(("groups", group.name), None)
        del self.made[kept:]


def _dicts(value: JSON) -> list[dict[str, JSON]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
