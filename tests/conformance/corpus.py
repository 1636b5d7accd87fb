"""Documented exchanges with Graph: the file of extracted examples, or the pages of a documentation checkout."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from managed_apparaten.emulator.odata import metadata

CORPUS = Path(
    os.environ.get("GRAPH_EXAMPLES")
    or Path(__file__).resolve().parents[3] / "shared" / "facts" / "graph-examples.json"
)
HOST = re.compile(r"^https?://[^/]+/(?:v1\.0|beta|v1)/?")
"""One generator of reference pages writes `/v1/`, on pages of v1.0 and of beta: Graph has no such version, so that of the page counts."""
NAMES = {name.lower(): name for version in ("beta", "v1.0") for name in metadata.load(version).names()}


@dataclass(frozen=True, slots=True)
class Example:
    """One documented exchange."""

    api: str
    resource: str
    operation: str
    method: str
    url: str
    request: Any
    headers: Mapping[str, str]
    status: int | None
    """None: the page shows no answer."""
    response: Any
    source: str

    @property
    def path(self) -> str:
        """URL without host, version and query."""
        return HOST.sub("", self.url).partition("?")[0].strip("/")

    @property
    def query(self) -> str:
        """What follows the question mark."""
        return self.url.partition("?")[2]

    @property
    def version(self) -> str:
        """API version in its URL, which is not always that of its page; that of its page where the URL has `/v1/`, which Graph lacks."""
        return self.api if "/v1/" in self.url else "beta" if "/beta/" in self.url else "v1.0"

    @property
    def name(self) -> str:
        """What a report calls it."""
        return f"{self.api} {self.method} /{self.path} ({self.resource}, {self.operation})"

    @property
    def kind(self) -> str:
        """The type that its page is about: `ioscompliancepolicy` -> `iosCompliancePolicy`."""
        return NAMES.get(self.resource, self.resource)

    @property
    def documented(self) -> Any:
        """The documented answer; reference pages of Intune show one object as the value of `value`."""
        body = self.response
        return body["value"] if isinstance(body, dict) and isinstance(body.get("value"), dict) else body


def examples() -> list[Example]:
    """The file of extracted examples, or nothing where it is absent."""
    rows = json.loads(CORPUS.read_text("utf-8")) if CORPUS.exists() else []
    return [of_row(row) for row in rows]


def of_row(row: Mapping[str, Any]) -> Example:
    """An example from its row in the file; one URL spans lines on its page, of which the file has the first."""
    url = row["url"] + ("'0'])" if row["url"].endswith("(ids=[") else "")
    return Example(
        row["api"], row["resource"], row["operation"], row["method"], url, row["request_body"], row["request_headers"],
        row["response_status"], row["response_body"], f"{row['source_repo']} {row['source_path']}",
    )  # fmt: skip
