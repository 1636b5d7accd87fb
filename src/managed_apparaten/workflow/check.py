"""From files to desired resources, with every problem found on the way: what `validate` and `compile` do, and plan starts with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from managed_apparaten.compile.compiler import Compiled, compile_policies
from managed_apparaten.core.diagnostic import Diagnostic, each_once, has_errors, sort_key
from managed_apparaten.effects.measure import measure
from managed_apparaten.effects.remarks import remarks
from managed_apparaten.intune.coverage import coverage
from managed_apparaten.kinds import all_kinds
from managed_apparaten.policy import lint, versions
from managed_apparaten.policy.load import load
from managed_apparaten.policy.model import PolicySet
from managed_apparaten.resolve.decide import Resolved, decide


@dataclass(frozen=True, slots=True)
class Ready:
    """Policies without errors, and all that follows from them."""

    policy: PolicySet
    resolved: Resolved
    compiled: Compiled
    remarks: tuple[Diagnostic, ...] = ()
    """Warnings and notes about the files: those that `validate` tells."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of the files on one day. `ready` is None as soon as there is one error."""

    ready: Ready | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    """File -> text, to show the lines that a problem is about."""


def check(root: Path, on: date, organisation: str | None = None) -> Checked:
    """Load, decide and compile, for one organisation of the directory when it holds several.

    A layer with errors is the last one that runs, so that nothing is reported about a guess.
    """
    loaded = load(root, organisation)
    if loaded.policy is None:
        return Checked(None, _sorted(loaded.diagnostics), loaded.sources)
    resolved = decide(loaded.policy, on)
    meant = (*versions.ahead(loaded.policy, on), *lint.same_titles(loaded.policy.roles.values()))
    found = (*loaded.diagnostics, *meant, *resolved.diagnostics)
    if has_errors(found):
        return Checked(None, _sorted(found), loaded.sources)
    compiled = compiled_with_coverage(loaded.policy, resolved)
    effects = measure(loaded.policy, resolved, compiled.resources, all_kinds())
    compiled = replace(compiled, diagnostics=(*compiled.diagnostics, *remarks(loaded.policy, effects, on)))
    found = (*found, *compiled.diagnostics)
    ready = None if has_errors(found) else Ready(loaded.policy, resolved, compiled, _sorted(found))
    return Checked(ready, _sorted(found), loaded.sources)


def compiled_with_coverage(policy: PolicySet, resolved: Resolved) -> Compiled:
    """Compile with every kind, and say what the policy asks and Intune cannot do."""
    compiled = compile_policies(policy, resolved, all_kinds())
    return replace(
        compiled, diagnostics=each_once((*coverage(policy, resolved, all_kinds()), *compiled.diagnostics))
    )


def _sorted(diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=sort_key))
