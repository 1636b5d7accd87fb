"""Write docs/reference/assumptions.md: what is assumed of Intune and Graph because nobody could verify it.

The page joins two tables that are independent of each other: the product's (`core/assumptions.py`) and the
embedded tenant's (`emulator/core/behaviour.py`). A test fails when the page differs from what this script
writes.

    python scripts/generate_assumptions.py
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from managed_apparaten.core.assumptions import TABLE, Assumption
from managed_apparaten.emulator.core import behaviour

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "assumptions.md"
HEAD = """# Assumptions

Made by `make reference`; do not edit. What Microsoft and Apple do not say, and nobody could try in a tenant, is written
down here with a switch. Whoever finds out more states it, or better still reports it.

## Of the compiler and of apply

An organisation states in `organisation.yaml` what its own tenant taught it:

```yaml
assumptions:
  {example}
```

The first value holds when nothing is stated. An object that rests on an assumption says so in the reasons of its fields.
"""
TENANT = """## Of the embedded tenant

How it behaves where no public source says how Graph does. A test that opens a tenant can turn each of them off, or on,
by name: `Behaviours().without("type-fixed-on-patch")`. All behaviours with their evidence are in `emulator/core/behaviour.py`.

| name | what the tenant does | why | on |
|---|---|---|---|
"""


def render() -> str:
    """Return the page."""
    example = TABLE[0]
    head = HEAD.format(example=f"{example.id}: {list(example.values)[1]}")
    return (
        head
        + "".join(_of_product(assumption) for assumption in TABLE)
        + "\n"
        + TENANT
        + "".join(_of_tenant())
    )


def _of_product(assumption: Assumption) -> str:
    values = "".join(f"| `{value}` | {does} |\n" for value, does in assumption.values.items())
    used = ", ".join(f"`{module}`" for module in assumption.used_in)
    return (
        f"\n### {assumption.id}\n\n{assumption.assumed}\n\n"
        f"- **Why:** {assumption.why}\n- **Check:** {assumption.check}\n- **Used in:** {used}\n"
        f"\n| value | what is done |\n|---|---|\n{values}"
    )


def _of_tenant() -> Iterator[str]:
    for row in behaviour.TABLE:
        if row.evidence == "assumption":
            yield f"| {row.name} | {row.rule} | {row.source} | {'yes' if row.default else 'no'} |\n"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
