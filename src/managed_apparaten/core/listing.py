"""Names in a sentence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping


def by_roles(named: Mapping[str, Iterable[str]]) -> str:
    """`Temu, TikTok (college, griffie); Signal (kcc)`: names with their roles, those with the same roles together, all sorted."""
    grouped: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, roles in sorted(named.items()):
        grouped[tuple(sorted(set(roles)))].append(name)
    return "; ".join(
        f"{', '.join(names)} ({', '.join(roles)})"
        for roles, names in sorted(grouped.items(), key=lambda item: item[1])
    )
