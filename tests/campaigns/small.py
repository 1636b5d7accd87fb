"""A copy of the example with a few of its roles: enough to plan and apply in a moment."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = frozenset({"buitendienst", "ict-beheer"})
"""Android with device groups, and an allowlist on Windows."""


def small_policies(place: Path) -> Path:
    """Write it in a directory."""
    _copied(place, ("organisation.yaml", "catalogue", "lists", *(f"roles/{role}.yaml" for role in SMALL)))
    return place


def small_fleet(place: Path, names: tuple[str, ...], roles: frozenset[str] = SMALL) -> Path:
    """Write organisations that share catalogue and lists, each with its own file and roles."""
    _copied(place / "shared", ("catalogue", "lists"))
    for name in names:
        _copied(place / name, ("organisation.yaml", *(f"roles/{role}.yaml" for role in roles)))
        file = place / name / "organisation.yaml"
        text = file.read_text(encoding="utf-8").replace("\nid: zilverdam\n", f"\nid: {name}\n")
        file.write_text(
            text.replace("name: Gemeente Zilverdam", f"name: Gemeente {name.capitalize()}"), encoding="utf-8"
        )
    return place


def _copied(place: Path, wanted: tuple[str, ...]) -> None:
    for path in sorted((ROOT / "policies").rglob("*.yaml")):
        name = path.relative_to(ROOT / "policies").as_posix()
        if name in wanted or name.partition("/")[0] in wanted:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(path.read_bytes())
