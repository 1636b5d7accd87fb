"""Which values are secret: the one decision for what a recording leaves out and what an audit event masks.

A text whose name sounds like a secret is one, known to Graph's metadata or not, unless it is named here as open: what is new is hidden
until somebody looked at it. Where the name says nothing (`value`), what stands beside it decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from managed_apparaten.emulator.core.http import JSON
from managed_apparaten.emulator.odata.metadata import VERSIONS, load

SECRET_NAME = re.compile(
    r"pass(?:word|phrase|code|wd)|secret|token|credential|certificate|payload|private|script(?:content|output)"
    r"|configurationoutput|connectionstring|bypasscode"
    r"|(?:key|keys|keyvalue|keymaterial|xml|json|content|blob|pin|^license)$",
    re.IGNORECASE,
)
REFERENCE_NAME = re.compile(r"(?:Ids?|DisplayName|FileName|Types?|Urls?|URL|Uris?|Thumbprints?|Description)$")
"""End of a name that tells about a secret, or where it is, and not what it is."""
NOT_SECRET = frozenset(
    {"appConfigKey", "schemaItemKey", "enabledSkipKeys", "passwordPolicies", "safariPasswordAutoFillDomains"}
)
"""Names of settings and of rules."""
PAIR_KEYS = frozenset({"name", "key", "value"})
AUDIT_VALUES = ("oldValue", "newValue")
"""What an audit event says of a property, as a text."""
PLAIN_TEXT = re.compile(
    r"<null>|[\"\[\]]*|true|false|-?\d{1,5}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?:[A-Z]_)?[0-9a-f]{8}(?:[-_][0-9a-f]{1,12}){4,}",
    re.IGNORECASE,
)
"""Texts there that hold no secret, unless the property's name says so: nothing, a switch, a number, a moment, an id."""
TEXTS = ("Edm.String", "Edm.Binary")


@cache
def _names_without_text() -> frozenset[str]:
    """Names of properties that hold no free text in either version, such as members of an enum."""
    types = [load(version).get(name) for version in VERSIONS for name in load(version).names()]
    kinds = [(name, found.type in TEXTS) for one in types for name, found in one.properties.items()]
    return frozenset(name for name, _ in kinds) - {name for name, text in kinds if text}


@cache
def is_secret_name(name: str) -> bool:
    """Whether a text of this name is secret; audit events write the first letter as a capital, and what it stands in before it."""
    own = name.rpartition(".")[2]
    own = own[:1].lower() + own[1:]
    if "@" in name or own in NOT_SECRET or own in _names_without_text():
        return False
    return own == "sasUrl" or (SECRET_NAME.search(own) is not None and REFERENCE_NAME.search(own) is None)


def is_secret(owner: Mapping[str, JSON], key: str) -> bool:
    """Whether what an object holds under a name is a secret text, or a list of them."""
    value = owner[key]
    if not value or not all(
        isinstance(text, str) for text in (value if isinstance(value, list) else [value])
    ):
        return False
    if key == "key":
        return "value" not in owner
    if key in AUDIT_VALUES:
        return is_secret_name(str(owner.get("displayName", ""))) or PLAIN_TEXT.fullmatch(str(value)) is None
    return _is_secret_value(owner) if key == "value" else is_secret_name(key)


def _is_secret_value(owner: Mapping[str, JSON]) -> bool:
    """Whether a `value` is that of an OMA-URI, a secret of the settings catalog, a pair, or alone: the answer of a function."""
    names = {name for name in owner if not name.startswith("@")}
    kind = str(owner.get("@odata.type", ""))
    if names == {"value"}:
        return isinstance(owner["value"], str) and (not kind or "SecretSettingValue" in kind)
    return bool(names & {"omaUri", "valueJson"}) or "SecretSettingValue" in kind or names <= PAIR_KEYS


def mask_value(value: JSON, mask: str) -> JSON:
    """The mask in place of a secret, or of each of a list."""
    return [mask for _ in value] if isinstance(value, list) else mask


def mask_secrets(value: JSON, mask: str) -> JSON:
    """A value with every secret in it replaced, at any depth."""
    if isinstance(value, list):
        return [mask_secrets(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: mask_value(inner, mask) if is_secret(value, key) else mask_secrets(inner, mask)
        for key, inner in value.items()
    }
