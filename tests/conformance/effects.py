"""What an exchange did, compared with what was asked: the content of the answer, and what later reads show.

Each comparison gives a note: compared and right, wrong with a text, or open, which means that there was nothing to compare with. Open
notes are counted by their kind; none passes silently.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conformance.actions import EFFECTS, Later
from tests.conformance.asked import Asked, parse, sort_key, value_at
from tests.conformance.replay import Prepared, Replayer
from tests.conformance.sameness import STAMPED, differences
from tests.unit.emulator.conftest import Answer

from managed_apparaten.emulator.odata import metadata

READ_ONCE = 1500
"""Lists longer than this are not compared as a whole."""
NONSENSE = {
    "$filter": "garbage(((", "$orderby": "garbage, , (", "$select": "garbage(", "$expand": "garbage(((", "$top": "many",
    "$count": "perhaps", "$skiptoken": "garbage", "$garbage": "1",
}  # fmt: skip
"""Option -> a value that says nothing (E4)."""
BARE = ("/devices", "/users")
"""Collections whose objects come without the key when $select does not name it: examples of user-get and user-list."""
ROOT_DEPTH = 2
"""Slashes in the URL of a root: `/beta/deviceManagement`."""


@dataclass(frozen=True, slots=True)
class Note:
    """One comparison."""

    effect: str
    wrong: str = ""
    open: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """What stood there before: the list, and the object."""

    listed: dict[str, dict[str, Any]] | None
    """By id; None where it cannot be read."""
    object: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One example and what became of it."""

    ready: Prepared
    answer: Answer
    notes: tuple[Note, ...]

    @property
    def as_documented(self) -> bool:
        """Whether the status is the documented one; an example that shows no answer is one of success."""
        wanted = self.ready.example.status
        return self.answer.status == wanted or (wanted is None and self.answer.status < 300)

    @property
    def wrong(self) -> list[Note]:
        """Comparisons that failed."""
        return [note for note in self.notes if note.wrong]


def replay(replayer: Replayer, ready: Prepared) -> Outcome:
    """Send a prepared example and compare its effects."""
    comparison = Comparison(replayer, ready)
    before = comparison.state() if ready.method != "GET" else State(None, None)
    answer = replayer.send(ready)
    return Outcome(ready, answer, tuple(comparison.notes(before, answer)))


def wrong(effect: str, *texts: str) -> Iterator[Note]:
    """A failed comparison for each text, or one that holds when there is none."""
    yield from (Note(effect, text) for text in texts)
    if not texts:
        yield Note(effect)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparisons of one example."""

    replayer: Replayer
    ready: Prepared

    def state(self) -> State:
        """The list and the object as they are now."""
        listed = self._listed(self.ready.collection) if self.ready.collection else None
        return State(listed, self.read(self.ready.target) if self.ready.target else None)

    def read(self, url: str) -> dict[str, Any] | None:
        """An object, or None."""
        answer = self.replayer.session("GET", url, person=self.ready.person)
        return answer.body if answer.status == 200 and isinstance(answer.body, dict) else None

    def _listed(self, url: str) -> dict[str, dict[str, Any]] | None:
        found = self.replayer.session.every(url)
        return (
            None if found is None or len(found) > READ_ONCE else {str(item.get("id")): item for item in found}
        )

    def notes(self, before: State, answer: Answer) -> Iterator[Note]:
        """Every comparison that applies."""
        if answer.status >= 400:
            yield from self._refused(before, answer)
        elif self.ready.method == "GET":
            yield from self._reading(answer)
        elif self.ready.url.partition("?")[0] == self.ready.collection and self.ready.method == "POST":
            yield from self._created(before, answer)
        elif self.ready.url == self.ready.target and self.ready.method in ("PATCH", "PUT"):
            yield from self._changed(before, answer)
        elif self.ready.url == self.ready.target and self.ready.method == "DELETE":
            yield from self._deleted(before)
        elif self.ready.method == "PATCH":
            yield from self._singleton(answer)
        else:
            yield from self._acted(before, answer)

    def _refused(self, before: State, answer: Answer) -> Iterator[Note]:
        error = answer.body.get("error") if isinstance(answer.body, dict) else None
        whole = (
            isinstance(error, dict)
            and isinstance(error.get("code"), str)
            and isinstance(error.get("message"), str)
        )
        yield from wrong("a refusal is an error of OData", *([] if whole else [str(answer.body)[:80]]))
        if self.ready.method == "GET":
            return
        after = self.state()
        effect = "a refused write changes nothing"
        if before == State(None, None):
            yield Note(effect, open="neither list nor object can be read")
            return
        yield from wrong(
            effect,
            *([] if after == before else [f"{self.ready.collection} or {self.ready.target} is another now"]),
        )

    # reads

    def _reading(self, answer: Answer) -> Iterator[Note]:
        yield from self._shape(answer)
        body = answer.body
        if self.ready.url.partition("?")[0].endswith("/$count"):
            yield from self._number(answer)
        elif isinstance(body, dict) and isinstance(body.get("value"), list) and self._is_list():
            yield from self._list(answer)
        elif self.ready.url.partition("?")[0] == self.ready.target:
            yield from self._object(body)
        elif self.ready.unmade:
            yield Note("the object is the one asked for", open=self.ready.unmade)
        elif self.ready.url.partition("?")[0].count("/") == ROOT_DEPTH:
            yield Note(
                "the object is the one asked for", open="an object that there is one of, reached by its name"
            )
        else:
            name = self.ready.url.partition("?")[0].rsplit("/", 1)[1].partition("(")[0]
            yield Note("the result of a function", open=f"only the form of {name} is compared")

    def _is_list(self) -> bool:
        path = self.ready.url.partition("?")[0]
        return path == self.ready.collection or path.startswith(
            (f"{self.ready.collection}/microsoft.graph.", f"{self.ready.collection}/graph.")
        )

    def _shape(self, answer: Answer) -> Iterator[Note]:
        documented = self.ready.example.response
        if documented is None:
            return
        if isinstance(answer.body, dict) and not isinstance(answer.body.get("value"), dict):
            documented = self.ready.example.documented
        yield from wrong("the answer has the documented form", *forms(documented, answer.body))

    def _object(self, body: Mapping[str, Any]) -> Iterator[Note]:
        wanted = self.ready.target.rsplit("/", 1)[1]
        asked = self.ready.asked
        options = _asked_in(self.ready.url)
        if (
            self.ready.collection.endswith(BARE)
            and options is not None
            and options.select
            and "id" not in body
        ):
            yield Note(
                "the object is the one asked for",
                open="people and devices come without a key that was not selected",
            )
        elif self.ready.collection:
            yield from wrong(
                "the object is the one asked for",
                *([] if body.get("id") == wanted else [f"{wanted}, {body.get('id')}"]),
            )
        else:
            yield Note(
                "the object is the one asked for", open="an object that another one has, reached by its name"
            )
        yield from self._selected([body], _asked_in(self.ready.url))
        if isinstance(self.ready.sent, dict) and not asked:
            yield from self._values(
                "a read shows what was sent before", self.ready.sent, body, self.ready.target
            )

    def _list(self, answer: Answer) -> Iterator[Note]:
        ready, asked = self.ready, self.ready.asked
        if asked is None:
            yield Note(
                "the list is the one asked for", open="its options are not understood by the comparison"
            )
            return
        items = answer.body["value"]
        next_link = answer.body.get("@odata.nextLink")
        every, led_on = self.replayer.session.pages(answer, ready.headers)
        yield from wrong(
            "the links of a list lead on to its end",
            *([] if led_on else ["a page comes twice, or is refused"]),
        )
        yield from self._selected(every, asked)
        given = [str(item["id"]) for item in every if "id" in item]
        if not ready.passing:
            yield Note(
                "the list holds what must be in it", open=ready.unmade or "no object could be made for it"
            )
        elif every and not given:
            yield Note("the list holds what must be in it", open="its items have no id")
        else:
            absent = [one for one in ready.passing if one not in given]
            yield from wrong("the list holds what must be in it", *(f"{one} is absent" for one in absent))
            if ready.failing:
                present = [one for one in ready.failing if one in given]
                yield from wrong(
                    "the list leaves out what must not be in it", *(f"{one} is present" for one in present)
                )
        yield from self._judged(asked, every, given, answer)
        if asked.top is not None:
            many = [f"{len(items)} items on a page of {asked.top}"] if len(items) > asked.top else []
            yield from wrong("a page holds no more than $top", *many)
            if len(ready.passing) > asked.top:
                yield from wrong(
                    "a page that is not the last has a link", *([] if next_link else ["no @odata.nextLink"])
                )
        yield from self._nonsense()
        for name, _ in asked.expand:
            yield from self._expanded(name, [item for item in every if item.get("id") in ready.passing])

    def _nonsense(self) -> Iterator[Note]:
        """The same list with an option that says nothing: no service takes it."""
        path = self.ready.url.partition("?")[0]
        for option, value in NONSENSE.items():
            answer = self.replayer.session(
                "GET", f"{path}?{option}={value}", None, {"ConsistencyLevel": "eventual"}, self.ready.person
            )
            yield from wrong(
                f"nonsense in {option} is refused",
                *([] if 400 <= answer.status < 500 else [f"{answer.status}"]),
            )

    def _judged(self, asked: Asked, every: list[Any], given: list[str], answer: Answer) -> Iterator[Note]:
        """All items against the list without options."""
        if every and not given:
            return
        reference = self._reference(asked)
        if asked.order:
            yield from self._ordered(asked, given, reference)
        if reference is None:
            if asked.conditions or asked.count:
                yield Note(
                    "the list is what its condition leaves", open="the list without conditions cannot be read"
                )
            return
        expected = {key for key, item in reference.items() if asked.passes(item)}
        if asked.conditions or "graph." in self.ready.url.partition("?")[0]:
            odd = sorted(expected ^ set(given))
            yield from wrong(
                "the list is what its condition leaves",
                *(f"{one} is {'absent' if one in expected else 'present'}" for one in odd[:3]),
            )
        if asked.count:
            told = answer.body.get("@odata.count")
            yield from wrong(
                "$count is the number of all items",
                *([] if told == len(expected) else [f"{len(expected)}, {told}"]),
            )

    def _reference(self, asked: Asked) -> dict[str, dict[str, Any]] | None:
        """What there is to choose from, with the properties that the conditions look at; of a cast only objects of that type."""
        path = self.ready.url.partition("?")[0]
        cast = path.rpartition("graph.")[2] if "graph." in path.rsplit("/", 1)[1] else ""
        select = ",".join(dict.fromkeys(("id", *asked.paths)))
        directory = path.split("/")[2] in ("users", "groups", "devices", "directory", "me")
        base = path if cast and "deletedItems" in path else self.ready.collection
        chosen = f"?$select={select}" if directory and asked.paths else ""
        found = self.replayer.session.every(f"{base}{chosen}", {"ConsistencyLevel": "eventual"})
        if found is None or any("id" not in item for item in found):
            return None
        typed = [
            item
            for item in found
            if not cast or base == path or str(item.get("@odata.type", "")).endswith(f".{cast}")
        ]
        return {str(item["id"]): item for item in typed}

    def _ordered(
        self, asked: Asked, given: list[str], reference: dict[str, dict[str, Any]] | None
    ) -> Iterator[Note]:
        effect = "the list is in the order of $orderby"
        rows = [reference[one] for one in given if one in reference] if reference else []
        path, descending = asked.order[0]
        keys = [sort_key(value_at(row, path)) for row in rows]
        if len(set(keys)) < 2:
            yield Note(effect, open="fewer than two values to order")
            return
        yield from wrong(
            effect, *([] if keys == sorted(keys, reverse=descending) else [f"not in the order of {path}"])
        )

    def _selected(self, items: list[Any], asked: Asked | None) -> Iterator[Note]:
        if asked is None or not asked.select or "*" in asked.select or not items:
            return
        expanded = {name.lower() for name, _ in asked.expand}
        wanted = {name.lower() for name in asked.select}
        known = {name.lower() for name in _properties(self.ready)}
        texts = set()
        for item in items:
            keys = {key.lower() for key in item if "@" not in key}
            texts |= {f"{key} was not selected" for key in keys - wanted - expanded - {"id"}}
            texts |= {f"{key} is absent" for key in (wanted & known) - keys}
            texts |= (
                {"id is absent"}
                if "id" in known and "id" not in keys and not self.ready.collection.endswith(BARE)
                else set()
            )
        yield from wrong("an item has the selected keys", *sorted(texts))

    def _expanded(self, name: str, items: list[Any]) -> Iterator[Note]:
        effect = "$expand gives what the route gives"
        routes = [(item, self._listed(f"{self.ready.collection}/{item.get('id')}/{name}")) for item in items]
        known = [(item, listed) for item, listed in routes if listed]
        if not known:
            yield Note(effect, open=f"no item has {name} that a route shows")
        for item, listed in known:
            given = {str(one.get("id")) for one in item.get(name, ())}
            yield from wrong(
                effect, *([] if given == set(listed) else [f"{name} of {item.get('id')} differs"])
            )

    def _number(self, answer: Answer) -> Iterator[Note]:
        base = self.ready.url.partition("?")[0].removesuffix("/$count")
        found = self.replayer.session.every(base, {"ConsistencyLevel": "eventual"})
        effect = "/$count is the number of all items"
        if found is None:
            yield Note(effect, open="the list cannot be read")
            return
        yield from wrong(
            effect, *([] if str(answer.body) == str(len(found)) else [f"{len(found)}, {answer.body}"])
        )

    # writes

    def _values(
        self, effect: str, sent: Mapping[str, Any], given: Mapping[str, Any], url: str
    ) -> Iterator[Note]:
        """Values that were sent against those that came back; what is reached by navigation is read as a route."""
        version = self.ready.example.version
        kind = (
            str(sent.get("@odata.type", self.ready.kind)).removeprefix("#").removeprefix("microsoft.graph.")
        )
        found = metadata.load(version).find(kind)
        reached = {key for key in sent if found and key in found.navigation}
        plain = {key: value for key, value in sent.items() if key not in reached and "@" not in key}
        lacking = [key for key in plain if key not in given and key not in STAMPED]
        if lacking and url:
            given = {**given, **(self.read(f"{url}?$select={','.join(lacking)}") or {})}
        yield from wrong(effect, *differences({"@odata.type": kind, **plain}, given, kind, version))
        for key in sorted(reached):
            yield from self._reached(key, sent[key], url, found.navigation[key].type if found else "")
        bound = {
            key.removesuffix("@odata.bind"): value
            for key, value in sent.items()
            if key.endswith("@odata.bind")
        }
        for key, urls in bound.items():
            yield from self._bound(key, urls if isinstance(urls, list) else [urls], url)

    def _reached(self, key: str, sent: Any, url: str, kind: str) -> Iterator[Note]:
        effect = "a later read shows what was sent with the object"
        listed = self.replayer.session.every(f"{url}/{key}")
        if listed is None:
            found = metadata.load(self.ready.example.version).find(kind)
            inner = [name for name, there in found.navigation.items() if there.collection] if found else []
            listed = (
                self.read(f"{url}?$expand={key}" + (f"($expand={','.join(inner)})" if inner else "")) or {}
            ).get(key)
        if listed is None:
            yield Note(effect, open=f"{key} can be read neither as a route nor expanded")
            return
        yield from wrong(effect, *differences(sent, listed, kind, self.ready.example.version, f"/{key}"))

    def _bound(self, key: str, urls: list[str], url: str) -> Iterator[Note]:
        effect = "a later read shows what was bound"
        listed = self._listed(f"{url}/{key}")
        if listed is None:
            yield Note(effect, open=f"{key} cannot be read")
            return
        yield from wrong(
            effect,
            *(
                f"{one} is absent from {key}"
                for one in (url.rsplit("/", 1)[1] for url in urls)
                if one not in listed
            ),
        )

    def _created(self, before: State, answer: Answer) -> Iterator[Note]:
        yield from self._shape(answer)
        sent, body = self.ready.body, answer.body
        if answer.status != 201 or not isinstance(body, dict) or "id" not in body:
            yield Note("a created object has an id", f"{answer.status} without an id")
            return
        url = f"{self.ready.collection}/{body['id']}"
        if isinstance(sent, dict):
            yield from self._values(
                "the answer has the values that were sent", _structural(sent, self.ready), body, ""
            )
        later = self.read(url)
        if later is None:
            yield Note("a later read shows what was created", f"GET {url} fails")
        elif isinstance(sent, dict):
            yield from self._values("a later read shows what was created", sent, later, url)
        yield from self._difference(before, added={str(body["id"])})

    def _changed(self, before: State, answer: Answer) -> Iterator[Note]:
        sent = self.ready.body if isinstance(self.ready.body, dict) else {}
        if isinstance(answer.body, dict):
            yield from self._shape(answer)
            yield from self._values(
                "the answer has the values that were sent", _structural(sent, self.ready), answer.body, ""
            )
        later = self.read(self.ready.target)
        if later is None:
            yield Note("a later read shows the changed values", f"GET {self.ready.target} fails")
            return
        yield from self._values("a later read shows the changed values", sent, later, self.ready.target)
        if before.object is not None:
            yield from self._kept(before.object, later, set(sent))
        yield from self._difference(before, changed={self.ready.target.rsplit("/", 1)[1]})

    def _kept(self, before: Mapping[str, Any], later: Mapping[str, Any], sent: set[str]) -> Iterator[Note]:
        own = STAMPED | sent
        other = [key for key in before if key not in own and "@" not in key and later.get(key) != before[key]]
        yield from wrong(
            "a later read shows the other values unchanged",
            *(f"{key}: {before[key]!r}, {later.get(key)!r}" for key in other),
        )

    def _deleted(self, before: State) -> Iterator[Note]:
        gone = self.replayer.session("GET", self.ready.target)
        if self.ready.collection or gone.status == 404:
            yield from wrong(
                "what was deleted is not found any more",
                *([] if gone.status == 404 else [f"GET answers {gone.status}"]),
            )
        else:
            found = metadata.load(self.ready.example.version).get(self.ready.kind)
            left = [
                key
                for key, value in gone.body.items()
                if key in found.template and key not in STAMPED and value != found.template[key]
            ]
            yield from wrong("a single object that was deleted has its defaults", *left)
        yield from self._difference(before, removed={self.ready.target.rsplit("/", 1)[1]})

    def _difference(
        self, before: State, added: frozenset[str] | set[str] = frozenset(), changed: frozenset[str] | set[str] = frozenset(),
        removed: frozenset[str] | set[str] = frozenset(),
    ) -> Iterator[Note]:  # fmt: skip
        """The list before and after: nothing else came, went or changed."""
        effect = "in the list nothing else changed"
        after = self._listed(self.ready.collection)
        if before.listed is None or after is None:
            yield Note(effect, open="the list cannot be read, or is too long")
            return
        texts = [f"{one} is absent from the list" for one in sorted(added - set(after))]
        texts += [f"{one} is still in the list" for one in sorted(removed & set(after))]
        came, went = set(after) - set(before.listed) - added, set(before.listed) - set(after) - removed
        texts += [f"{one} came" for one in sorted(came)] + [f"{one} went" for one in sorted(went)]
        both = set(after) & set(before.listed) - changed
        texts += [
            f"{one} changed: {', '.join(keys)}"
            for one in sorted(both)
            if (keys := altered(before.listed[one], after[one]))
        ]
        yield from wrong(effect, *texts)

    def _singleton(self, answer: Answer) -> Iterator[Note]:
        sent = self.ready.body if isinstance(self.ready.body, dict) else {}
        later = self.read(self.ready.url)
        if later is None:
            yield Note("a later read shows the changed values", open="the object cannot be read")
            return
        if isinstance(answer.body, dict):
            yield from self._values(
                "the answer has the values that were sent", _structural(sent, self.ready), answer.body, ""
            )
        yield from self._values("a later read shows the changed values", sent, later, self.ready.url)

    def _acted(self, before: State, answer: Answer) -> Iterator[Note]:
        yield from self._shape(answer)
        parts = [part for part in self.ready.url.partition("?")[0].split("/") if part]
        name = (
            parts[-2] + "/$ref"
            if parts[-1] == "$ref" and self.ready.method == "POST"
            else parts[-1].partition("(")[0]
        )
        name = (
            parts[-3] + "/$ref"
            if parts[-1] == "$ref" and self.ready.method == "DELETE" and len(parts) > 4
            else name
        )
        judge = EFFECTS.get(name.removeprefix("microsoft.graph."))
        effect = f"the effect of {name}"
        if judge is None:
            yield Note(effect, open=f"what {name} changes is not known to the comparison")
            return
        later = Later(self.replayer, self.ready, before.listed or {}, before.object or {}, answer)
        yield from wrong(effect, *judge(later))


def altered(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Keys of which the values differ."""
    return sorted(
        key
        for key in before.keys() | after.keys()
        if json.dumps(before.get(key)) != json.dumps(after.get(key))
    )


def _structural(sent: Mapping[str, Any], ready: Prepared) -> dict[str, Any]:
    """What was sent without what is reached by navigation, which an answer need not show."""
    kind = str(sent.get("@odata.type", ready.kind)).removeprefix("#").removeprefix("microsoft.graph.")
    found = metadata.load(ready.example.version).find(kind)
    return {
        key: value
        for key, value in sent.items()
        if not (found and key in found.navigation) and not key.endswith("@odata.bind")
    }


def _properties(ready: Prepared) -> frozenset[str]:
    path = ready.url.partition("?")[0]
    kind = path.rpartition("graph.")[2] if "graph." in path.rsplit("/", 1)[1] else ready.kind
    found = metadata.load(ready.example.version).find(kind)
    return frozenset(found.properties) if found else frozenset()


def _asked_in(url: str) -> Asked | None:
    try:
        return parse(url.partition("?")[2])
    except ValueError:
        return None


def forms(documented: Any, given: Any, at: str = "") -> Iterator[str]:
    """Places where the answer has another form than the documented one: an object, a list, a text, a number or a truth."""
    if documented is None or given is None:
        return
    if form(documented) == "number" and isinstance(given, str) and given.isdigit() and not at:
        return
    if form(documented) != form(given):
        yield f"{at}: {form(documented)}, {form(given)}"
    elif isinstance(documented, dict):
        for key, value in documented.items():
            if key in given and not key.startswith("@"):
                yield from forms(value, given[key], f"{at}/{key}")
    elif isinstance(documented, list) and documented and given:
        yield from forms(documented[0], _alike(documented[0], given), f"{at}[]")


def _alike(documented: Any, given: list[Any]) -> Any:
    """The first item of the type of a documented one; of the others the form may differ. None where there is none."""
    if not isinstance(documented, dict) or not any(
        isinstance(one, dict) and "@odata.type" in one for one in given
    ):
        return given[0]
    wanted = str(documented.get("@odata.type", "")).removeprefix("#")
    return next(
        (
            one
            for one in given
            if isinstance(one, dict) and str(one.get("@odata.type", "")).removeprefix("#") == wanted
        ),
        None,
    )


def form(value: Any) -> str:
    """What JSON calls it."""
    names = {bool: "truth", int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return names[type(value)]
