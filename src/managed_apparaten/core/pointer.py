"""JSON pointers (RFC 6901), which name a place in a JSON document: causes, field changes and Graph errors use them."""

from managed_apparaten.core.digest import JSON


def child(pointer: str, key: str | int) -> str:
    """Return the pointer of a member of the value at `pointer`. `~` and `/` in a key are escaped as the RFC prescribes."""
    if isinstance(key, str) and ("~" in key or "/" in key):
        key = key.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{key}"


def parts(pointer: str) -> tuple[str, ...]:
    """Return the keys in a pointer without escapes, outermost first. The empty pointer, which is the whole document, has none."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def leaves(value: JSON, pointer: str = "") -> dict[str, JSON]:
    """Return every leaf of a JSON value by its pointer; empty lists and empty objects count as leaves.

    `pointer` is the place of the value itself. Keys of objects are visited in sorted order.
    """
    if isinstance(value, dict) and value:
        return {p: v for key in sorted(value) for p, v in leaves(value[key], child(pointer, key)).items()}
    if isinstance(value, list) and value:
        return {
            p: v for index, item in enumerate(value) for p, v in leaves(item, child(pointer, index)).items()
        }
    return {pointer: value}
