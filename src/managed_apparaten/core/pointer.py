"""JSON pointers (RFC 6901): how blame, field changes and Graph errors name a place in a body."""

from managed_apparaten.core.digest import JSON


def child(pointer: str, key: str | int) -> str:
    """The pointer one level deeper; `~` and `/` in a key are escaped as the RFC asks."""
    if isinstance(key, str) and ("~" in key or "/" in key):
        key = key.replace("~", "~0").replace("/", "~1")
    return f"{pointer}/{key}"


def parts(pointer: str) -> tuple[str, ...]:
    """The unescaped keys of a pointer, outermost first; the empty pointer is the whole document."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


def leaves(value: JSON, pointer: str = "") -> dict[str, JSON]:
    """Every leaf of a JSON value by pointer; empty lists and objects count as leaves."""
    if isinstance(value, dict) and value:
        return {p: v for key in sorted(value) for p, v in leaves(value[key], child(pointer, key)).items()}
    if isinstance(value, list) and value:
        return {
            p: v for index, item in enumerate(value) for p, v in leaves(item, child(pointer, index)).items()
        }
    return {pointer: value}
