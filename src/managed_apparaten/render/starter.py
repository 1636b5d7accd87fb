"""A policy repository for a new organisation, as texts by path: its own few files, and catalogue, lists and schemas as they are here.

The catalogue is the one of the example organisation, packaged, so that a starter can never hold another than the one that is tested.
Pins of actions: each full commit is named with its release by several unrelated public workflows; `# vX` says which release it is.
"""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape

from managed_apparaten.render.words import Words

PINS: Mapping[str, str] = {
    "checkout": "actions/checkout@9c091bb21b7c1c1d1991bb908d89e4e9dddfe3e0 # v7.0.0",
    "python": "actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0",
    "upload": "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a # v7.0.1",
    "download": "actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1",
}
ROLES = ("bestuur", "medewerkers", "eigen-toestel")
EXAMPLE = "Zilverdam"
LISTS = ("beschermde-apps", "werkplek-basis")
WORKFLOWS: Mapping[str, str] = {
    ".github/workflows/apparaten-plan.yml": "github-plan.yml.j2",
    ".github/workflows/apparaten-apply.yml": "github-apply.yml.j2",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new organisation says of itself; what it leaves out is a placeholder that validates."""

    id: str
    name: str
    type: str
    contact: str
    owner: str
    """GitHub name of who reviews, with its @."""
    day: date
    """On which the placeholders for decision and assessment are dated."""
    tenant_id: str = ""
    """Empty: the embedded tenant."""
    domain: str = ""
    package: str = ""
    """What the pipeline gives to pip; empty: no pipeline."""


def starter(answers: Answers, words: Words) -> dict[str, str]:
    """Path -> text, sorted by path."""
    templates = resources.files("managed_apparaten.templates")
    own = {
        "policies/organisation.yaml": "starter/organisation.yaml.j2",
        "README.md": f"starter/README.{words.lang}.md.j2",
    }
    own |= {f"policies/roles/{role}.yaml": f"starter/roles/{role}.yaml.j2" for role in ROLES}
    own |= {".gitignore": "starter/gitignore.j2", ".gitattributes": "starter/gitattributes.j2"}
    if answers.package:
        own |= {".github/apparaten-requirements.txt": "pipelines/requirements.txt"}
        own |= {"CODEOWNERS": "starter/CODEOWNERS.j2"} | {
            path: f"pipelines/{name}" for path, name in WORKFLOWS.items()
        }
    environment = Environment(
        loader=FunctionLoader(lambda name: templates.joinpath(*name.split("/")).read_text(encoding="utf-8")),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        autoescape=select_autoescape((), default_for_string=False),
    )  # fmt: skip
    environment.filters["yaml"] = _yaml
    environment.filters["shell"] = shlex.quote
    given: Mapping[str, object] = {**asdict(answers), "lang": words.lang, "say": words.say, "pins": PINS, "pipeline": bool(answers.package),
             "github": lambda expression: f"${{{{ {expression} }}}}"}  # fmt: skip
    found = {path: environment.get_template(name).render(given) for path, name in own.items()}
    return dict(sorted((found | dict(_copied())).items()))


def _copied() -> Iterator[tuple[str, str]]:
    """What is the same for everybody."""
    example = resources.files("managed_apparaten.example")
    yield "policies/catalogue/advisories.yaml", _text(example.joinpath("catalogue", "advisories.yaml"))
    for app in example.joinpath("catalogue", "apps").iterdir():
        if app.name.endswith(".yaml"):
            yield f"policies/catalogue/apps/{app.name}", _text(app)
    for name in LISTS:
        yield f"policies/lists/{name}.yaml", _text(example.joinpath("lists", f"{name}.yaml"))
    for schema in resources.files("managed_apparaten.schemas").iterdir():
        if schema.name.endswith(".json"):
            yield f"schemas/{schema.name}", _text(schema)


def _text(file: Traversable) -> str:
    """The file without what its head says of the example."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not (line.startswith("# ") and EXAMPLE in line))


def _yaml(value: str) -> str:
    """A text as YAML: JSON's form of it, which no character can leave."""
    return json.dumps(value, ensure_ascii=False)
