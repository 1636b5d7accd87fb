"""Decides which values are secret: for what a recording leaves out, and for what an audit event masks.

A text whose name sounds like a secret is one, whether or not Graph's metadata has the name, unless the name
is listed here as not secret: a new property is hidden until somebody looked at it. Where the name says
nothing (`value`), the properties beside it decide.
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
"""Names, or parts of names, that sound like a secret."""
REFERENCE_NAME = re.compile(r"(?:Ids?|DisplayName|FileName|Types?|Urls?|URL|Uris?|Thumbprints?|Description)$")
"""Ends of names of properties that say something about a secret, such as where it is, and do not hold it."""
NOT_SECRET = frozenset(
    {"appConfigKey", "schemaItemKey", "enabledSkipKeys", "passwordPolicies", "safariPasswordAutoFillDomains"}
)
"""Names that sound like a secret and are not: of settings and of rules."""
PAIR_KEYS = frozenset({"name", "key", "value"})
"""The properties of a pair of name and value."""
AUDIT_VALUES = ("oldValue", "newValue")
"""Properties in which an audit event holds the values of another property, as a text."""
PLAIN_TEXT = re.compile(
    r"<null>|[\"\[\]]*|true|false|-?\d{1,5}|\d{4}-\d\d-\d\dT[\d:.]+Z|(?:[A-Z]_)?[0-9a-f]{8}(?:[-_][0-9a-f]{1,12}){4,}",
    re.IGNORECASE,
)
"""Texts in an audit event that hold no secret unless the name of the property says so: nothing, a Boolean, a
number, a moment, an id."""
TEXTS = ("Edm.String", "Edm.Binary")
"""Edm types that hold free text."""


@cache
def _names_without_text() -> frozenset[str]:
    """Return the names of properties that hold no free text in any version, such as members of an enum."""
    names: set[str] = set()
    text_names: set[str] = set()
    for version in VERSIONS:
        metadata = load(version)
        for type_name in metadata.names():
            for name, declared in metadata.get(type_name).properties.items():
                names.add(name)
                if declared.type in TEXTS:
                    text_names.add(name)
    return frozenset(names - text_names)


@cache
def is_secret_name(name: str) -> bool:
    """Return whether a text of this name is secret.

    Audit events write the first letter as a capital, and the names of what contains the property before it.
    """
    property_name = name.rpartition(".")[2]
    property_name = property_name[:1].lower() + property_name[1:]
    if "@" in name or property_name in NOT_SECRET or property_name in _names_without_text():
        return False
    if property_name == "sasUrl":
        return True
    return SECRET_NAME.search(property_name) is not None and REFERENCE_NAME.search(property_name) is None


def is_secret(owner: Mapping[str, JSON], key: str) -> bool:
    """Return whether the value of an object under a key is a secret text, or a list of them."""
    value = owner[key]
    texts = value if isinstance(value, list) else [value]
    if not value or not all(isinstance(text, str) for text in texts):
        return False
    if key == "key":
        return "value" not in owner  # beside a value, a key is only a name
    if key in AUDIT_VALUES:
        is_plain = PLAIN_TEXT.fullmatch(str(value)) is not None
        return is_secret_name(str(owner.get("displayName", ""))) or not is_plain
    return _is_secret_value(owner) if key == "value" else is_secret_name(key)


def _is_secret_value(owner: Mapping[str, JSON]) -> bool:
    """Return whether a property with the name `value` is secret, judged by what stands beside it.

    It is secret in an OMA-URI setting, in a secret setting of the settings catalog, in a pair of name and
    value, and when it stands alone, as in the answer of a function.
    """
    names = {name for name in owner if not name.startswith("@")}
    type_name = str(owner.get("@odata.type", ""))
    is_secret_setting = "SecretSettingValue" in type_name
    if names == {"value"}:
        return isinstance(owner["value"], str) and (not type_name or is_secret_setting)
    is_pair = names <= PAIR_KEYS
    return bool(names & {"omaUri", "valueJson"}) or is_secret_setting or is_pair


def mask_value(value: JSON, mask: str) -> JSON:
    """Return the mask in place of a secret, or of each member of a list."""
    return [mask for _ in value] if isinstance(value, list) else mask


def mask_secrets(value: JSON, mask: str) -> JSON:
    """Return a value with every secret in it masked, at any depth."""
    if isinstance(value, list):
        return [mask_secrets(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: mask_value(inner, mask) if is_secret(value, key) else mask_secrets(inner, mask)
        for key, inner in value.items()
    }
