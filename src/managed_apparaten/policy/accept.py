"""A JSON Schema as a question with yes or no for an answer. Most files have no fault, and then jsonschema need not be loaded.

Says yes exactly when jsonschema finds nothing; what is wrong, and how to put it, is left to that. It knows the keywords that our
schemas use, with every `$ref` replaced by what it points at. https://json-schema.org/draft/2020-12/json-schema-validation
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from managed_apparaten.core.digest import JSON, canonical

Accepts = Callable[[JSON], bool]
Keyword = Callable[[JSON, JSON], Accepts]
"""(what the keyword says, the schema that it stands in) -> whether a value is right in that."""

_REMARKS = frozenset({"$schema", "$id", "$defs", "title", "description", "examples", "default", "x-term"})
"""Keywords that forbid nothing."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def acceptor(schema: JSON) -> Accepts:
    """The function that says whether a value fits. Raises KeyError for a keyword or a type that it does not know."""
    tests = [_KEYWORDS[keyword](limit, schema) for keyword, limit in schema.items() if keyword not in _REMARKS]
    return tests[0] if len(tests) == 1 else _all(tests)


def _all(tests: Sequence[Accepts]) -> Accepts:
    return lambda value: all(test(value) for test in tests)


def _for(sort: type, fits: Callable[[JSON, JSON], bool]) -> Keyword:
    """A keyword about one type of value; all others are right."""
    return lambda limit, _: lambda value: not isinstance(value, sort) or fits(value, limit)


def _number(fits: Callable[[JSON, JSON], bool]) -> Keyword:
    return lambda limit, _: lambda value: isinstance(value, bool) or not isinstance(value, int | float) or fits(value, limit)


def _type(names: JSON, _: JSON) -> Accepts:
    tests = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return tests[0] if len(tests) == 1 else lambda value: any(test(value) for test in tests)


def _integer(value: JSON) -> bool:
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))


def _enum(words: JSON, _: JSON) -> Accepts:
    """True is not one."""
    return lambda value: any(word == value and isinstance(word, bool) == isinstance(value, bool) for word in words)


def _date(text: str, _: JSON) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _items(schema: JSON, _: JSON) -> Accepts:
    accepts = acceptor(schema)
    return lambda value: not isinstance(value, list) or all(map(accepts, value))


def _properties(schemas: JSON, _: JSON) -> Accepts:
    known = {name: acceptor(schema) for name, schema in schemas.items()}
    return lambda value: not isinstance(value, dict) or all(known[key](part) for key, part in value.items() if key in known)


def _others(schema: JSON, around: JSON) -> Accepts:
    """Members that `properties` does not name; false for `schema` means that there are none."""
    known = frozenset(around.get("properties", ()))
    if schema is False:
        return lambda value: not isinstance(value, dict) or value.keys() <= known
    accepts = acceptor(schema)
    return lambda value: not isinstance(value, dict) or all(accepts(part) for key, part in value.items() if key not in known)


def _names(schema: JSON, _: JSON) -> Accepts:
    accepts = acceptor(schema)
    return lambda value: not isinstance(value, dict) or all(map(accepts, value))


def _if(schema: JSON, around: JSON) -> Accepts:
    accepts = acceptor(schema)
    then, otherwise = acceptor(around.get("then", {})), acceptor(around.get("else", {}))
    return lambda value: (then if accepts(value) else otherwise)(value)


def _not(schema: JSON, _: JSON) -> Accepts:
    accepts = acceptor(schema)
    return lambda value: not accepts(value)


def _one_of(schemas: JSON, _: JSON) -> Accepts:
    tests = [acceptor(schema) for schema in schemas]
    return lambda value: sum(test(value) for test in tests) == 1


def _all_of(schemas: JSON, _: JSON) -> Accepts:
    return _all([acceptor(schema) for schema in schemas])


def _anything(_: JSON, __: JSON) -> Accepts:
    """What `if` looks at."""
    return lambda _: True


_TYPES: Mapping[str, Accepts] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _integer,
}
_KEYWORDS: Mapping[str, Keyword] = {
    "type": _type,
    "enum": _enum,
    "const": lambda word, around: _enum([word], around),
    "pattern": _for(str, lambda value, pattern: re.search(pattern, value) is not None),
    "format": lambda name, around: {"date": _for(str, _date)}[name](name, around),
    "minLength": _for(str, lambda value, least: len(value) >= least),
    "maxLength": _for(str, lambda value, most: len(value) <= most),
    "minimum": _number(lambda value, least: bool(value >= least)),
    "maximum": _number(lambda value, most: bool(value <= most)),
    "minItems": _for(list, lambda value, least: len(value) >= least),
    "maxItems": _for(list, lambda value, most: len(value) <= most),
    "uniqueItems": _for(list, lambda value, wanted: not wanted or len({canonical(item) for item in value}) == len(value)),
    "minProperties": _for(dict, lambda value, least: len(value) >= least),
    "maxProperties": _for(dict, lambda value, most: len(value) <= most),
    "required": _for(dict, lambda value, names: value.keys() >= set(names)),
    "items": _items,
    "properties": _properties,
    "additionalProperties": _others,
    "propertyNames": _names,
    "if": _if,
    "then": _anything,
    "else": _anything,
    "not": _not,
    "oneOf": _one_of,
    "allOf": _all_of,
}
