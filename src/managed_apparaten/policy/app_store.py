"""Apps of which the App Store knows more than the catalogue: what to ask Apple, and what its answer means for an entry.

Source: Apple, "iTunes Search API", Lookup Examples (performance-partners.apple.com/search-api): several numbers in one request, separated
by commas; `resultCount` and `results`, of which an app has `trackId`, `bundleId`, `trackName` and `sellerName`. That `bundleId` can be
asked for as well is not on that page and shown by github WengYuehTing/iOS-app-info@456dfae README.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from managed_apparaten.core.digest import JSON
from managed_apparaten.policy.model import App, Identifier

COUNTRIES = ("nl", "us", "cn")
"""The stores that are asked, in this order: many apps of the annex are in the Chinese one only."""
BATCH = 50
"""Numbers in one request; a choice of ours, far below what fits an address."""
By = Literal["id", "bundleId"]
_BUNDLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,154}\Z")


class NotAnAnswer(ValueError):
    """What came is not an answer of the lookup service."""


@dataclass(frozen=True, slots=True)
class StoreLookup:
    """An identifier of an app to ask about."""

    app: App
    identifier: Identifier

    @property
    def by(self) -> By:
        """The parameter that it is asked with."""
        return "id" if self.identifier.type == "app-store-id" else "bundleId"


@dataclass(frozen=True, slots=True)
class Listing:
    """An app as a store lists it."""

    number: str
    bundle_id: str
    name: str
    seller: str
    country: str

    def asked_by(self, question: StoreLookup) -> bool:
        """Whether it answers that question. Apple takes bundle ids in any case."""
        value = question.identifier.value
        return self.number == value if question.by == "id" else self.bundle_id.casefold() == value.casefold()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an entry could say, for somebody to judge."""

    question: StoreLookup
    listing: Listing
    source: str

    @property
    def known(self) -> tuple[str, ...]:
        """The bundle ids that the entry has."""
        return tuple(identifier.value for identifier in self.question.app.on("ios", "bundle-id"))

    @property
    def sort(self) -> Literal["new", "confirms", "other"]:
        """Whether the entry has none, has this one without a good source, or has others only."""
        return "confirms" if self.listing.bundle_id in self.known else "other" if self.known else "new"


def questions(apps: Iterable[App]) -> tuple[StoreLookup, ...]:
    """The App Store numbers of apps that have no bundle id with a source; where there is no number, the bundle ids that they have."""
    found: list[StoreLookup] = []
    for app in apps:
        bundles = app.on("ios", "bundle-id")
        if not any(identifier.grade == "strong" for identifier in bundles):
            found += [StoreLookup(app, identifier) for identifier in app.on("ios", "app-store-id") or bundles]
    return tuple(found)


def requests(asked: Sequence[StoreLookup]) -> tuple[tuple[By, tuple[str, ...]], ...]:
    """In as few requests as possible: numbers together, each bundle id by itself."""
    numbers = sorted({q.identifier.value for q in asked if q.by == "id"}, key=int)
    bundles = sorted({q.identifier.value for q in asked if q.by == "bundleId"})
    many: list[tuple[By, tuple[str, ...]]] = [
        ("id", tuple(numbers[at : at + BATCH])) for at in range(0, len(numbers), BATCH)
    ]
    single: list[tuple[By, tuple[str, ...]]] = [("bundleId", (value,)) for value in bundles]
    return (*many, *single)


def listings(answer: JSON, country: str) -> tuple[Listing, ...]:
    """The apps in an answer. Raises NotAnAnswer for anything that is not one; what is no app for iOS is left out."""
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list):
        raise NotAnAnswer("results")
    return tuple(found for result in results if (found := _listing(result, country)))


def _listing(result: JSON, country: str) -> Listing | None:
    if not isinstance(result, dict):
        raise NotAnAnswer("results")
    if result.get("kind", "software") != "software":
        return None
    number, bundle_id = result.get("trackId"), result.get("bundleId")
    if not isinstance(number, int) or not isinstance(bundle_id, str) or not _BUNDLE_ID.match(bundle_id):
        raise NotAnAnswer("trackId, bundleId")
    name, seller = (result.get(key) for key in ("trackName", "sellerName"))
    return Listing(
        str(number),
        bundle_id,
        name if isinstance(name, str) else "?",
        seller if isinstance(seller, str) else "?",
        country,
    )


def proposals(
    asked: Sequence[StoreLookup], found: Sequence[Listing], sources: Mapping[Listing, str]
) -> tuple[Proposal, ...]:
    """One for each question that a store answers, in the order of the questions."""
    told = ((question, next((one for one in found if one.asked_by(question)), None)) for question in asked)
    return tuple(Proposal(question, listing, sources[listing]) for question, listing in told if listing)
