"""Several organisations in one policy directory: a folder each, and a folder of what they share.

    policies/
      shared/        catalogue, advisories, lists and roles that many use
      zilverdam/     organisation.yaml and what is its own
      ommeren/       the same

The files of `shared` are read with those of each organisation as if they stood there; a name that both give is an error at both.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.policy.files import read
from managed_apparaten.policy.model import Organisation
from managed_apparaten.policy.node import select
from managed_apparaten.policy.source import parse

FILE = "organisation.yaml"
SHARED = "shared"


def organisations(root: Path) -> list[str]:
    """Folders that are an organisation, sorted; none in a directory that is one itself, or that is not there."""
    if not root.is_dir() or (root / FILE).exists():
        return []
    return sorted(
        path.name
        for path in root.iterdir()
        if path.name != SHARED and not path.is_symlink() and (path / FILE).is_file()
    )


def folders(root: Path, organisation: str | None) -> tuple[str, ...]:
    """Where the files of an organisation stand; of a directory that is one itself, everywhere."""
    if organisation is None:
        return ("",)
    shared = (f"{SHARED}/",) if (root / SHARED).is_dir() and not (root / SHARED).is_symlink() else ()
    return (f"{organisation}/", *shared)


def file_of(organisation: str | None) -> str:
    """Where the organisation itself should stand."""
    return FILE if organisation is None else f"{organisation}/{FILE}"


def problem(root: Path, organisation: str | None) -> Diagnostic | None:
    """Why it is not clear which organisation is meant, or None."""
    found = organisations(root)
    args = {"directory": str(root), "names": ", ".join(found) or "-"}
    if organisation is not None:
        return None if organisation in found else Diagnostic("POL392", args=args | {"name": organisation})
    if len(found) < 2:
        return None
    return Diagnostic("POL391", args=args | {"count": str(len(found)), "first": found[0]})


def same_tenant(root: Path, names: Sequence[str], address: str | None) -> dict[str, Diagnostic]:
    """Organisations that name a tenant that another of them names too, each with what to say of it.

    `address` is the one that is meant where a file names none; None where each has an embedded tenant of its own.
    """
    owners: dict[str, list[str]] = {}
    for name in names:
        if tenant := _tenant(root, name) or address:
            owners.setdefault(tenant.lower(), []).append(name)
    twice = {name: (tenant, found) for tenant, found in owners.items() if len(found) > 1 for name in found}
    return {
        name: Diagnostic(
            "GRA582",
            args={"tenant": tenant, "first": found[0], "second": found[1] if name == found[0] else name},
        )
        for name, (tenant, found) in twice.items()
    }


def _tenant(root: Path, name: str) -> str | None:
    """The id of the tenant in an organisation's file; None when it says none, or cannot be read: then its own errors follow."""
    file = read(root, f"{name}/{FILE}")
    document = parse(file.path, file.text)[0] if file.text is not None else None
    found = next(select(document.root, ("tenant", "id")), None) if document else None
    return found.value if found and isinstance(found.value, str) else None


def misnamed(found: Sequence[Organisation], folder: str | None) -> Iterator[Diagnostic]:
    """An organisation in a folder of another name."""
    for organisation in found:
        if folder is not None and organisation.id != folder:
            yield Diagnostic("POL393", span=organisation.span, args={"folder": folder, "id": organisation.id})


def is_shared(diagnostic: Diagnostic, organisation: str | None) -> bool:
    """Whether it is about what several organisations share: not each of them uses all of it."""
    return (
        organisation is not None
        and diagnostic.span is not None
        and diagnostic.span.file.startswith(f"{SHARED}/")
    )
