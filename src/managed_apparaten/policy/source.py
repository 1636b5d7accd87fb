"""YAML in, nodes with positions out, and every construct refused that a reviewer can misread.

libyaml's events are read directly: PyYAML's composer hides where an alias and an unused anchor stand, recurses in C on hostile nesting,
and keeps the last of two equal keys without a word. https://yaml.org/spec/1.2.2/
"""

import re
from dataclasses import dataclass, field

import yaml
from yaml.cyaml import CBaseLoader
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from managed_apparaten.core.diagnostic import Diagnostic, Related
from managed_apparaten.core.digest import JSON
from managed_apparaten.core.lookalikes import describe_character
from managed_apparaten.core.span import Span
from managed_apparaten.policy import characters
from managed_apparaten.policy.files import top
from managed_apparaten.policy.node import Node, PolicyFile
from managed_apparaten.policy.scalar import plain

MAX_DEPTH = 64
_BLOCKS = ("|", ">")
"""Texts whose last line break belongs to the form, not to the text."""
MAX_NODES = 100_000
_TABBED = re.compile(r"^ *\t[ \t]*(?=\S)", re.MULTILINE)


class _Refused(Exception):
    """Reading this file stops here; its cause is already among the diagnostics."""


@dataclass(slots=True)
class _Open:
    """A mapping or sequence whose end has not been seen yet."""

    start: Span
    mapping: bool
    flow: bool
    key: str | None = None
    key_span: Span | None = None
    duplicate: bool = False
    fields: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Span] = field(default_factory=dict)
    items: list[Node] = field(default_factory=list)

    @property
    def wants_key(self) -> bool:
        return self.mapping and self.key is None

    def close(self, end: Span) -> Node:
        """The finished node. A block ends where its last child ends; libyaml would say: at the next token."""
        children = list(self.fields.values()) if self.mapping else self.items
        last = end if self.flow or not children else children[-1].span
        span = Span(self.start.file, self.start.line, self.start.col, last.end_line, last.end_col)
        if self.mapping:
            return Node({key: node.value for key, node in self.fields.items()}, span, self.fields, self.keys)
        return Node([node.value for node in self.items], span, items=tuple(self.items))


class _Builder:
    """Turns the events of one file into a node."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.tabbed = {span.line: span for span in _tabbed(file, text)}
        self.diagnostics: list[Diagnostic] = []
        self.root: Node | None = None
        self.documents = 0
        self.nodes = 0
        self.open: list[_Open] = []

    def report(self, code: str, span: Span, *related: Related, **args: str) -> None:
        self.diagnostics.append(Diagnostic(code, span=span, args=args, related=related))

    def span(self, event: Event) -> Span:
        start, end = event.start_mark, event.end_mark
        assert start is not None, "libyaml marks every event"
        assert end is not None, "libyaml marks every event"
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def handle(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self._scalar(event)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._start(event)
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._add(self.open.pop().close(self.span(event)))
        elif isinstance(event, AliasEvent):
            self._alias(event)
        elif isinstance(event, DocumentStartEvent):
            self._document(event)

    def _document(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if event.version or event.tags:
            self.report("POL115", self.span(event))
        if self.documents > 1:
            self.report("POL114", self.span(event))
            raise _Refused

    def _count(self, span: Span) -> None:
        self.nodes += 1
        tab = self.tabbed.pop(span.line, None) if self.tabbed else None
        if tab and tab.end_col == span.col:
            self.report("POL107", tab)
        if self.nodes > MAX_NODES:
            self.report("POL121", span, limit=str(MAX_NODES))
            raise _Refused

    def _decorations(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent, span: Span) -> None:
        if event.anchor is not None:
            self.report("POL112", span, anchor=event.anchor)
        if event.tag is not None:
            self.report("POL113", span, tag=event.tag)

    def _start(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        span = self.span(event)
        self._count(span)
        self._decorations(event, span)
        if self.open and self.open[-1].wants_key:
            self.report("POL119", span)
            raise _Refused
        if len(self.open) >= MAX_DEPTH - 1:
            self.report("POL120", span, limit=str(MAX_DEPTH))
            raise _Refused
        self.open.append(_Open(span, isinstance(event, MappingStartEvent), bool(event.flow_style)))

    def _alias(self, event: AliasEvent) -> None:
        span = self.span(event)
        self.report("POL111", span, alias=event.anchor or "")
        if self.open and self.open[-1].wants_key:
            raise _Refused
        self._add(Node(None, span))

    def _scalar(self, event: ScalarEvent) -> None:
        span = self.span(event)
        self._count(span)
        if event.anchor is not None or event.tag is not None:
            self._decorations(event, span)
        hidden = characters.FORBIDDEN.search(event.value) if event.style == '"' else None
        if hidden:
            self.report("POL106", span, character=describe_character(hidden.group()))
        text = event.value.rstrip("\n") if event.style in _BLOCKS else event.value
        value, fault = plain(text) if event.implicit[0] else (text, None)
        holder = self.open[-1] if self.open else None
        if holder and holder.mapping and holder.key is None:
            self._key(holder, text, value, fault, span)
            return
        if fault:
            self.report(fault, span, value=text)
        self._add(Node(value, span, raw=text))

    def _key(self, mapping: _Open, text: str, value: JSON, fault: str | None, span: Span) -> None:
        if fault or not isinstance(value, str):
            self.report("POL119", span, key=text)
        elif text == "<<":
            self.report("POL116", span)
        first = mapping.keys.get(text)
        mapping.duplicate = first is not None
        if first:
            self.report("POL110", span, Related(first, "label.first-here"), key=text)
        mapping.key, mapping.key_span = text, span

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if not parent.mapping:
            parent.items.append(node)
            return
        if parent.key is not None and parent.key_span is not None and not parent.duplicate:
            parent.fields[parent.key] = node
            parent.keys[parent.key] = parent.key_span
        parent.key = None


def _tabbed(file: str, text: str) -> list[Span]:
    """The white space of each line that is indented with a tab; inside a block text that is no fault."""
    if "\t" not in text:
        return []
    return [
        characters.span_of(file, text, match.start(), len(match.group())) for match in _TABBED.finditer(text)
    ]


def _syntax(file: str, text: str, error: yaml.MarkedYAMLError) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    span = Span(file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2) if mark else top(file)
    lines = text.split("\n")
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    tab = line[: span.col].find("\t")
    if tab >= 0 and not line[:tab].strip():
        return Diagnostic("POL107", span=Span(file, span.line, tab + 1, span.line, tab + 2))
    return Diagnostic("POL108", span=span, args={"problem": error.problem or error.context or ""})


def parse(file: str, text: str) -> tuple[PolicyFile | None, tuple[Diagnostic, ...]]:
    """Read one file. The document is None when it cannot be read to its end; diagnostics may come with a document too."""
    builder = _Builder(file, text)
    parser = CBaseLoader(text)
    try:
        while event := parser.get_event():
            builder.handle(event)
    except _Refused:
        return None, tuple(builder.diagnostics)
    except yaml.MarkedYAMLError as error:
        return None, (*builder.diagnostics, _syntax(file, text, error))
    finally:
        parser.dispose()
    if builder.root is None or builder.root.value is None:
        return None, (*builder.diagnostics, Diagnostic("POL109", span=top(file)))
    return PolicyFile(file, builder.root), tuple(builder.diagnostics)
