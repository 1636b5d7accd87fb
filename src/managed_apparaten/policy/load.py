"""A policy directory into a checked `PolicySet`, with everything that is wrong in it reported at once."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from managed_apparaten.core.diagnostic import Diagnostic, has_errors, sort_key
from managed_apparaten.core.digest import digest
from managed_apparaten.policy import (
    build,
    evidence,
    files,
    governance,
    lint,
    meaning,
    organisations,
    references,
    schema,
    source,
    unseen,
    versions,
)
from managed_apparaten.policy.model import (
    Advisory,
    App,
    AppList,
    GrantedException,
    Organisation,
    PolicySet,
    Role,
)
from managed_apparaten.policy.node import Node, PolicyFile, select

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a directory. `policy` is None when there is any error."""

    policy: PolicySet | None
    diagnostics: tuple[Diagnostic, ...]
    """Sorted by file and place."""
    sources: Mapping[str, str]
    """Text of each file that could be read, for snippets."""


@dataclass(slots=True)
class _Found:
    """Diagnostics of one phase after the other. A place that an earlier phase found fault with is not blamed again, nor is a value that
    holds a character which nobody sees."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, phase: Iterable[Diagnostic]) -> None:
        blamed = {
            (d.span.file, d.span.line, d.span.col)
            for d in self.diagnostics
            if d.span and d.severity == "error"
        }
        inside = [d.span for d in self.diagnostics if d.span and d.code in unseen.CODES]
        self.diagnostics += [
            d
            for d in phase
            if not d.span
            or ((d.span.file, d.span.line, d.span.col) not in blamed and not any(map(d.span.holds, inside)))
        ]

    def sorted(self) -> tuple[Diagnostic, ...]:
        return tuple(sorted(self.diagnostics, key=sort_key))


@dataclass(slots=True)
class _Built:
    """The model of every document that could be built. Without a readable organisation roles get a stand-in for its defaults,

    so that their own faults show all the same.
    """

    organisations: list[Organisation] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    apps: list[App] = field(default_factory=list)
    lists: list[AppList] = field(default_factory=list)
    advisories: list[Advisory] = field(default_factory=list)
    exceptions: list[tuple[GrantedException, Node]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def _parse(read: Sequence[files.File], found: _Found) -> tuple[list[PolicyFile], list[files.File]]:
    """The documents, and the files that hold something of which nothing could be made."""
    documents: list[PolicyFile] = []
    unread: list[files.File] = []
    for file in read:
        document, diagnostics = (
            source.parse(file.path, file.text)
            if file.text is not None and not file.diagnostics
            else (None, ())
        )
        found.add((*file.diagnostics, *_unseen(file, document), *diagnostics))
        if document:
            documents.append(document)
        elif all(diagnostic.code != "POL109" for diagnostic in diagnostics):
            unread.append(file)
    return documents, unread


def _unseen(file: files.File, document: PolicyFile | None) -> Iterable[Diagnostic]:
    """Those of a file that was parsed; it is not when it has faults as a file."""
    return (
        unseen.check(document, file.path, file.text) if file.text is not None and not file.diagnostics else ()
    )


def _build(documents: Iterable[PolicyFile], defaults: build.Defaults | None) -> _Built:
    built = _Built()
    for document in documents:
        _build_one(document, defaults, built)
    return built


def _build_one(document: PolicyFile, defaults: build.Defaults | None, built: _Built) -> None:
    root = document.root
    if document.kind == "Organisation":
        built.organisations.append(build.build_organisation(root))
    elif document.kind == "Role":
        stand_in = build.Defaults(protection=Node("basic", root.span))
        role = build.build_role(root, defaults or stand_in)
        if role:
            built.roles.append(role)
        else:
            built.diagnostics.append(
                Diagnostic("POL212", span=root.first_key, args={"role": root.fields["id"].value})
            )
    elif document.kind == "Apps":
        built.apps += [build.build_app(node) for node in select(root, ("apps", "*"))]
    elif document.kind == "List":
        built.lists.append(build.build_app_list(root))
    elif document.kind == "Advisories":
        built.advisories += [build.build_advisory(node) for node in select(root, ("advisories", "*"))]
    elif document.kind == "Exception":
        built.exceptions.append((build.build_exception(root), root))


def _meaning(built: _Built) -> Iterable[Diagnostic]:
    roles = {role.id: role for role in built.roles}
    for role in built.roles:
        yield from meaning.allowlists(role)
    yield from meaning.shared_groups(built.roles)
    for exception, node in built.exceptions:
        yield from meaning.dates(exception)
        yield from meaning.approvals(exception, node, roles)
    for organisation in built.organisations:
        yield from governance.organisation(
            organisation, built.roles, [exception for exception, _ in built.exceptions]
        )
    yield from meaning.shared_identifiers(built.apps)
    for app in built.apps:
        yield from meaning.confusables(app)
    yield from versions.in_settings(built.roles)


def _by_id(things: Iterable[T], key: Callable[[T], str]) -> dict[str, T]:
    return {key(thing): thing for thing in sorted(things, key=key)}


def _digest(read: Iterable[files.File]) -> str:
    """Over names and texts: a checkout that ends its lines otherwise, or an editor that adds a byte order mark, changes no policy."""
    return digest(
        [[file.path, hashlib.sha256(files.plain(file.content or b"")).hexdigest()] for file in read]
    )


def _policy(built: _Built, read: Iterable[files.File]) -> PolicySet:
    return PolicySet(
        organisation=built.organisations[0],
        roles=_by_id(built.roles, lambda role: role.id),
        apps=_by_id(built.apps, lambda app: app.id),
        lists=_by_id(built.lists, lambda app_list: app_list.id),
        advisories=_by_id(built.advisories, lambda advisory: advisory.id),
        exceptions=_by_id((exception for exception, _ in built.exceptions), lambda exception: exception.id),
        digest=_digest(read),
    )


def load(root: Path, organisation: str | None = None) -> Loaded:
    """Read every policy file under a directory; of one that holds several organisations, those of one and what all share.

    Nothing is raised for what a file may hold; all of it becomes a diagnostic. Paths are relative to the directory.
    """
    if not root.is_dir():
        return Loaded(None, (Diagnostic("POL213", args={"directory": str(root)}),), {})
    if problem := organisations.problem(root, organisation):
        return Loaded(None, (problem,), {})
    try:
        read = files.find(root, organisations.folders(root, organisation))
    except files.TooMany:
        return Loaded(
            None, (Diagnostic("POL125", args={"directory": str(root), "limit": str(files.MAX_FILES)}),), {}
        )
    sources = {file.path: file.text for file in read if file.text is not None}
    if not read:
        return Loaded(None, (Diagnostic("POL214", args={"directory": str(root)}),), sources)
    found = _Found()
    found.add(lint.alike(files.alike(root, organisations.folders(root, organisation))))
    documents, unread = _parse(read, found)
    by_document = [(document, schema.check(document)) for document in documents]
    found.add(diagnostic for _, diagnostics in by_document for diagnostic in diagnostics)
    known, twice = references.index(documents, unread)
    found.add(
        (
            *twice,
            *references.check(documents, known),
            *references.one_organisation(documents, known, organisations.file_of(organisation)),
        )
    )
    found.add(
        diagnostic
        for document in documents
        if document.kind == "Apps"
        for diagnostic in references.unmatched_sightings(document)
    )
    valid = [document for document, diagnostics in by_document if not diagnostics]
    stated = next((document.root for document in valid if document.kind == "Organisation"), None)
    built = _build(valid, build.read_defaults(stated) if stated else None)
    found.add(
        (
            *built.diagnostics,
            *_meaning(built),
            *versions.written(valid),
            *organisations.misnamed(built.organisations, organisation),
        )
    )
    if has_errors(found.diagnostics):
        return Loaded(None, found.sorted(), sources)
    found.add(
        (
            *(d for d in lint.unused(known) if not organisations.is_shared(d, organisation)),
            *lint.unverified(built.apps),
            *evidence.unfounded(built.apps),
        )
    )
    policy = _policy(built, read)
    found.add(evidence.unreached(policy))
    return Loaded(policy, found.sorted(), sources)
