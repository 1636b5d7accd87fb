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
from managed_apparaten.policy.model import Organisation

FILE = "organisation.yaml"
SHARED = "shared"


def organisations(root: Path) -> list[str]:
    """Folders that are an organisation, sorted; none in a directory that is one itself, or that is not there."""
    if not root.is_dir() or (root / FILE).exists():
        return []
    return sorted(path.name for path in root.iterdir() if path.name != SHARED and not path.is_symlink() and (path / FILE).is_file())


def folders(root: Path, organisation: str | None) -> tuple[str, ...]:
    """Where the files of an organisation stand; of a directory that is one itself, everywhere."""
    if organisation is None:
        return ("",)
    shared = (f"{SHARED}/",) if (root / SHARED).is_dir() and not (root / SHARED).is_symlink() else ()
    return (f"{organisation}/", *shared)


def problem(root: Path, organisation: str | None) -> Diagnostic | None:
    """Why it is not clear which organisation is meant, or None."""
    found = organisations(root)
    args = {"directory": str(root), "names": ", ".join(found) or "-"}
    if organisation is not None:
        return None if organisation in found else Diagnostic("POL392", args=args | {"name": organisation})
    if len(found) < 2:
        return None
    return Diagnostic("POL391", args=args | {"count": str(len(found)), "first": found[0]})


def misnamed(found: Sequence[Organisation], folder: str | None) -> Iterator[Diagnostic]:
    """An organisation in a folder of another name."""
    for organisation in found:
        if folder is not None and organisation.id != folder:
            yield Diagnostic("POL393", span=organisation.span, args={"folder": folder, "id": organisation.id})


def is_shared(diagnostic: Diagnostic, organisation: str | None) -> bool:
    """Whether it is about what several organisations share: not each of them uses all of it."""
    return organisation is not None and diagnostic.span is not None and diagnostic.span.file.startswith(f"{SHARED}/")
