"""Pages of the API reference are read as they are written: small made-up pages, each with one habit of the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance.corpus import Example
from tests.conformance.pages import of_checkout, of_page, repaired

pytestmark = pytest.mark.conformance


def read(
    *blocks: str, heading: str = "## Example", stem: str = "intune-apps-widget-get", version: str = "beta"
) -> list[Example | str]:
    text = f"# Get widget\n\n{heading}\n" + "\n".join(f"Text.\n``` http\n{block}\n```\n" for block in blocks)
    return list(of_page(text, stem, version, "page"))


def one(*blocks: str, **more: str) -> Example:
    [found] = read(*blocks, **more)
    assert isinstance(found, Example), found
    return found


def test_a_request_and_its_response_are_one_exchange() -> None:
    found = one(
        'PATCH https://graph.microsoft.com/beta/widgets/{id}\nContent-type: application/json\n\n{"a": 1}',
        'HTTP/1.1 200 OK\n\n{"a": 1}',
    )
    assert (found.method, found.path, found.version, found.status) == ("PATCH", "widgets/{id}", "beta", 200)
    assert (found.request, found.response, found.headers) == (
        {"a": 1},
        {"a": 1},
        {"Content-type": "application/json"},
    )
    assert (found.resource, found.operation, found.api, found.source) == ("widget", "get", "beta", "page")


def test_each_request_gets_the_response_that_follows_it() -> None:
    first, second, third = read(
        "GET https://graph.microsoft.com/beta/a", "HTTP/1.1 204 No Content", "HTTP/1.1 500 Never",
        "DELETE https://graph.microsoft.com/beta/b", "GET https://graph.microsoft.com/beta/c",
        "HTTP/1.1 200 OK\nContent-type: text/plain\n\n42",
    )  # fmt: skip
    assert isinstance(first, Example)
    assert isinstance(second, Example)
    assert isinstance(third, Example)
    assert [first.status, second.status, third.status, third.response] == [204, None, 200, 42]


@pytest.mark.parametrize(("block", "url", "headers"), [
    ("GET https://graph.microsoft.com/beta/x/f(ids=[\n    'a'\n])", "x/f(ids=['a'])", {}),
    ("GET https://graph.microsoft.com/beta/x?\n$filter=a eq 1\n&$top=2", "x?$filter=a eq 1&$top=2", {}),
    ("GET https://graph.microsoft.com/beta/x\n?$count=true\nConsistencyLevel: eventual", "x?$count=true", {"ConsistencyLevel": "eventual"}),
    ("GET https://graph.microsoft.com/beta/x HTTP/1.1\nPrefer: return=minimal,\n  odata.maxpagesize=5", "x",
     {"Prefer": "return=minimal, odata.maxpagesize=5"}),
    ("GET https://graph.microsoft.com/beta/x\n\nAccept: text/plain\n\n", "x", {"Accept": "text/plain"}),
    (">GET https://graph.microsoft.com/beta/x", "x", {}),
    ("https://graph.microsoft.com/beta/x", "x", {}),
    ("GET /x/{id | name}", "x/{id | name}", {}),
])  # fmt: skip
def test_a_request_over_several_lines_is_one(block: str, url: str, headers: dict[str, str]) -> None:
    found = one(block)
    assert (found.url, found.headers) == (f"https://graph.microsoft.com/beta/{url}", headers)


@pytest.mark.parametrize("heading", ["## HTTP request", '## <a name="http-request"></a>HTTP 请求'])
def test_a_template_is_no_example(heading: str) -> None:
    assert read("GET /widgets/{id}", heading=heading) == []
    assert one("GET https://graph.microsoft.com/v1.0/widgets/{id}", heading=heading).version == "v1.0"


@pytest.mark.parametrize(
    "heading",
    ["## Examples", '### <a name="request"></a>请求', "#### Request", '## <a name="examples"></a>示例'],
)
def test_headings_of_examples_are_known_in_english_and_chinese(heading: str) -> None:
    assert one("GET /widgets", heading=heading).path == "widgets"


@pytest.mark.parametrize(("text", "wanted"), [
    ('{"a": 1,}', '{"a": 1}'), ('[1, 2,\n]', "[1, 2\n]"), ('{"a": [1, ...]}', '{"a": [1 ]}'), ('{“a”: 1}', '{"a": 1}'),
    ('{"a": 1, // why\n"u": "https://x"}', '{"a": 1,\n"u": "https://x"}'), ('{"a": 1,\n...\n}', '{"a": 1\n}'),
])  # fmt: skip
def test_a_body_is_repaired(text: str, wanted: str) -> None:
    assert "".join(repaired(text).split()) == "".join(wanted.split())


def test_what_cannot_be_read_is_named() -> None:
    assert read('POST https://graph.microsoft.com/beta/x\n\n{"a": (1}') == [
        "POST https://graph.microsoft.com/beta/x: a body that is no JSON"
    ]
    assert read("GET https://graph.microsoft.com/beta/x", "HTTP/1.1 200 OK\n\n{oh") == [
        "GET https://graph.microsoft.com/beta/x: a body that is no JSON"
    ]


def test_blocks_of_other_languages_are_passed_over() -> None:
    text = "## Example\n```csharp\nGET https://graph.microsoft.com/beta/x\n```\n```msgraph-interactive\nGET https://graph.microsoft.com/beta/y\n```\n"
    assert [
        found.path for found in of_page(text, "widget-list", "v1.0", "page") if isinstance(found, Example)
    ] == ["y"]


def test_a_checkout_is_read_in_both_versions(tmp_path: Path) -> None:
    for version in ("beta", "v1.0"):
        folder = tmp_path / "docs" / "api-reference" / version / "api"
        folder.mkdir(parents=True)
        block = f"```http\nGET https://graph.microsoft.com/{version}/widgets\n```\n"
        (folder / "widget-list.md").write_text(
            f"\ufeff## Example\r\n{block}```http\nPOST https://graph.microsoft.com/{version}/widgets\n\n{{oh\n```\n",
            "utf-8",
        )
    found = of_checkout(tmp_path)
    assert [(example.api, example.version, example.resource) for example in found.examples] == [
        ("beta", "beta", "widget"),
        ("v1.0", "v1.0", "widget"),
    ]
    assert len(found.unreadable) == 2
