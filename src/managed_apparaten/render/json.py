"""JSON for machines: language-neutral, with a `format_version`, in ASCII, so that a terminal or pipeline that shows it stays whole."""

import json
from collections.abc import Iterable

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.span import Span
from managed_apparaten.render.escape import without_pipeline_commands

FORMAT_VERSION = 1


def dumps(value: JSON) -> str:
    """Indented, keys in the order given, everything outside ASCII escaped, with a line feed at the end."""
    text = json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
    return without_pipeline_commands(text, "\\u0023") if "##" in text else text


def problems(diagnostics: Iterable[Diagnostic], **more: JSON) -> JSON:
    """What `validate` and every failing command print: codes and arguments, no sentences."""
    return {"format_version": FORMAT_VERSION, **more, "diagnostics": [diagnostic(d) for d in diagnostics]}


def diagnostic(found: Diagnostic) -> JSON:
    """One problem; absent parts are left out."""
    whole = {
        "code": found.code,
        "severity": found.severity,
        "place": span(found.span),
        "args": dict(sorted(found.args.items())),
        "pointer": found.pointer,
        "address": found.address,
        "suggestion": found.suggestion,
        "related": [
            {"label": r.label, "args": dict(sorted(r.args.items())), "place": span(r.span)}
            for r in found.related
        ],
    }
    return {key: value for key, value in whole.items() if value not in (None, [], {})}


def span(found: Span | None) -> JSON:
    """File, line and column from 1; the end column is exclusive."""
    return found._asdict() if found else None
