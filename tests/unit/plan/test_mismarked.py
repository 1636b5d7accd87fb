"""H1, M5, B7: an object of ours of which somebody edited or cut the mark is told and stops the apply; another organisation's does not."""

from collections.abc import Callable, Sequence

import pytest
from tests.unit.plan.small import BY_NAME, Memory, desired, group, observed, plan

from managed_apparaten.compile.desired import Desired
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.observed import ForeignObject, Observed
from managed_apparaten.graph.read.observe import foreign_object, marks_problem
from managed_apparaten.plan.change import Plan
from managed_apparaten.resource.marker import marks

ONE, OTHER = desired(), desired("first/staff", include=(group("sg-staff"),))
OLD = desired(blocked=["com.old"])
REMEMBERED = "[apparaten-applied n=3 on=2026-11-21 people=5 devices=6 limits=25,25,30,10,7]"
MARK = "[apparaten zilverdam/first/college]"


def seen(text: str, number: int = 1, **body: JSON) -> tuple[ForeignObject, tuple[Diagnostic, ...]]:
    """What the reader makes of an object with this description."""
    sort = {
        "@odata.type": "#microsoft.graph.first",
        "id": f"id-{number}",
        "displayName": ONE.body["displayName"],
        "description": text,
    }
    problem = marks_problem(sort | body, [BY_NAME["first"]], "zilverdam")
    return foreign_object("deviceManagement/first", sort | body), (problem,) if problem else ()


def made(
    *there: tuple[ForeignObject, tuple[Diagnostic, ...]], ours: Sequence[Observed] = (observed(OTHER, 9),)
) -> Plan:
    tenant = Memory(
        ours, [one for one, _ in there], told=tuple(problem for _, told in there for problem in told)
    )
    found = plan([ONE, OTHER], tenant, roles=("college", "staff"))
    assert found.plan is not None, found.diagnostics
    return found.plan


def told(found: Plan) -> list[tuple[str, str]]:
    return [(d.code, d.args["mark"]) for d in found.diagnostics if d.code in ("GRA015", "PLN078")]


def refused(found: Plan) -> str:
    return next((guard.measured for guard in found.guards if guard.code == "PLN029" and not guard.passed), "")


EDITS: dict[str, tuple[Callable[[str], str], str]] = {
    "organisation": (lambda t: t.replace("zilverdam/", "anders/"), "PLN078"),
    "a letter of the organisation": (lambda t: t.replace("zilverdam/", "zilverdm/"), "PLN078"),
    "a space in the organisation": (lambda t: t.replace("zilverdam/", "zilver dam/"), "PLN078"),
    "organisation, and cut": (
        lambda t: t[: t.index("college gen")].replace("zilverdam/", "anders/"),
        "PLN078",
    ),
    "organisation, and cut behind the address": (
        lambda t: t[: t.index("=", t.index("college gen"))].replace("dam/", "dm/"),
        "PLN078",
    ),
    "kind": (lambda t: t.replace("first/", "frst/"), "PLN078"),
    "kind, of another sort of object": (lambda t: t.replace("first/", "second/"), "PLN078"),
    "no beginning": (lambda t: t[t.index("lverdam/") :], "PLN078"),
    "cut in the organisation": (lambda t: t[: t.index("dam/")], "GRA015"),
    "cut in the first word": (lambda t: t[: t.index("[apparaten zil") + 7], "GRA015"),
    "no slash": (lambda t: t.replace("dam/", "dam "), "GRA015"),
    "as in an address of the web": (lambda t: t.replace("/", "%2F").replace(" ", "%20"), "GRA015"),
    "no mark, and the line of the last apply": (lambda t: t[: t.index("[apparaten zil")], "GRA015"),
}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("one", [ONE, OLD], ids=["the policy as it was", "another policy since"])
def test_an_edited_mark_is_told_with_the_mark_to_put_back_and_refused(name: str, one: Desired) -> None:
    """H1: the plan made the object a second time, for the same people, and no guard said a word."""
    edit, code = EDITS[name]
    text = str(one.body["description"]).replace("\n", f"\n{REMEMBERED}\n")
    found = made(seen(edit(text)))
    assert (told(found), refused(found)) == ([(code, MARK)], "1")
    assert "id-1" not in {change.object_id for change in found.changes}


def test_a_generation_that_we_would_write_is_enough_and_one_that_we_would_not_is_text() -> None:
    """M5: all that is left of a mark, under another name."""
    assert told(made(seen(f"Text gen={ONE.generation}", displayName="Mine"))) == [("PLN078", MARK)]
    assert told(made(seen("Text gen=0123456789abcdef", displayName="Mine"))) == []


def test_the_key_under_our_prefix_is_enough() -> None:
    """M5: the title of the role changed since, and the policy too."""
    text = str(OLD.body["description"]).replace("zilverdam/", "anders/")
    assert told(made(seen(text, displayName="MA | once"))) == [("PLN078", MARK)]


THEIRS = {
    "another organisation's": seen(str(OLD.body["description"]).replace("zilverdam/", "buur/"), displayName="BU | first/college"),
    "another organisation's, cut": seen("Text\n[apparaten buur/first/coll", displayName="BU | first/college"),
    "another organisation's, of a role that we have not": seen(
        "Text\n[apparaten buur/first/raad gen=0123456789abcdef]", displayName="MA | raad"
    ),
    "of a kind of a newer version": seen("Text\n[apparaten zilverdam/third/college gen=0123456789abcdef]", displayName="Third"),
    "of the same name without a mark": seen("Text"),
}  # fmt: skip


@pytest.mark.parametrize("name", THEIRS)
def test_what_is_theirs_stays_theirs_without_a_refusal(name: str) -> None:
    """H1: two organisations can share a tenant, and names alone prove nothing."""
    found = made(THEIRS[name])
    assert (told(found), refused(found)) == ([], "")
    assert {one.id for one in found.unmanaged} == {"id-1"}


def test_nothing_is_said_where_the_object_is_there() -> None:
    """H1: nothing is made a second time then, and GRA014 tells of the other."""
    ours = [observed(ONE, 2), observed(OTHER, 3)]
    for one in (ONE, OLD):
        assert told(made(seen(str(one.body["description"]).replace("zilverdam/", "buur/")), ours=ours)) == []


RAAD = THEIRS["another organisation's, of a role that we have not"]


def test_a_neighbour_of_the_same_names_is_a_neighbour_and_a_digest_over_our_groups_is_ours() -> None:
    """H1: in a shared tenant names, roles and prefixes can be the same; what is for the same groups to the letter is not by chance."""
    old, new = (str(one.body["description"]).replace("zilverdam/", "buur/") for one in (OLD, ONE))
    assert told(made(seen(old, 2))) == told(made(seen(new, 2), RAAD)) == [("PLN078", MARK)]
    assert (told(made(seen(old, 2), RAAD)), refused(made(seen(old, 2), RAAD))) == ([], "")


def test_a_tenant_without_anything_of_ours_is_a_beginning() -> None:
    """H1: an organisation that joins another one in its tenant, with the same policy; but a mark that names ours or nobody is told."""
    text = str(ONE.body["description"])
    assert told(made(seen(text.replace("zilverdam/", "buur/")), ours=())) == []
    assert told(made(seen(text.replace("first/", "frst/")), ours=())) == [("PLN078", MARK)]
    assert told(made(seen(text.replace("zilverdam/", "zilver dam/")), ours=())) == [("PLN078", MARK)]


@pytest.mark.parametrize(
    ("collection", "sort", "expected"),
    [
        ("deviceManagement/first", "#microsoft.graph.first", [("PLN078", MARK)]),
        ("deviceManagement/first", "", [("PLN078", MARK)]),
        ("deviceManagement/first", "#microsoft.graph.second", []),
        ("deviceManagement/second", "#microsoft.graph.first", []),
        ("deviceManagement/second", "", []),
    ],
)
def test_an_object_of_another_kind_is_not_that_resource(
    collection: str, sort: str, expected: list[tuple[str, str]]
) -> None:
    """Where no type is given, the list tells enough."""
    text = str(ONE.body["description"]).replace("zilverdam/", "anders/")
    body: dict[str, JSON] = {
        "@odata.type": sort,
        "id": "id-1",
        "displayName": ONE.body["displayName"],
        "description": text,
    }
    assert told(made((foreign_object(collection, body), ()))) == expected


def test_a_digest_without_groups_is_ours_and_not_what_a_neighbour_marked() -> None:
    bare = desired(include=(), exclude=())
    text = str(bare.body["description"])
    for mine, expected in (
        (text[text.index("gen=") :], [("PLN078", MARK)]),
        (text.replace("zilverdam/", "buur/"), []),
    ):
        tenant = Memory([observed(OTHER, 9)], [seen(mine, 2, displayName="Mine")[0], RAAD[0]])
        found = plan([bare, OTHER], tenant, roles=("college", "staff")).plan
        assert found is not None
        assert told(found) == expected


def test_what_the_reading_tells_of_another_fault_is_told_beside_it() -> None:
    """Only an object that GRA015 or GRA016 names is not told again."""
    misfit = Diagnostic("GRA011", "warning", args={"id": "id-1", "address": "second/college"})
    found = made((seen(EDITS["kind"][0](str(ONE.body["description"])))[0], (misfit,)))
    assert told(found) == [("PLN078", MARK)]
    assert misfit in found.diagnostics


def test_the_mark_that_is_told_makes_the_object_ours_again() -> None:
    """B7: what somebody is told to write is read as a mark of that object, also beside what the last apply noted."""
    for text in (f"Text\n{MARK}", f"Text\n{REMEMBERED}\n{MARK}"):
        found = marks(text)
        assert found.marker is not None
        assert (found.marker.organisation, found.marker.address, found.text) == (
            "zilverdam",
            ONE.address,
            "Text",
        )
