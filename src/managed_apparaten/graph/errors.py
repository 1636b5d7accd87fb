"""How a tenant fails, in three sorts, because three different things follow from them."""

from dataclasses import dataclass, field


@dataclass
class GraphFailed(Exception):
    """The service said something else than yes. Text of the service is data: renderers escape it."""

    status: int
    code: str
    message: str
    method: str = ""
    path: str = ""
    request_id: str = ""
    activity_id: str = ""
    details: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status} {self.code}: {self.message}"


class Refused(GraphFailed):
    """A definite no: nothing was changed."""


class Ambiguous(GraphFailed):
    """No usable answer to a write: it may or may not have happened. Look before doing it again."""


class ReadFailed(GraphFailed):
    """A read that did not complete. What it would have shown is unknown, not absent."""


class TransportFailed(Exception):
    """No answer came at all; `sent` says whether the request may have reached the service, `lasting` that asking again will not help,
    `times` how often it left."""

    def __init__(self, message: str, *, sent: bool, lasting: bool = False) -> None:
        super().__init__(message)
        self.sent, self.lasting = sent, lasting
        self.send_count = int(sent)


class Unfinished(TransportFailed):
    """An answer that began, or not, and did not end in the time for one exchange."""

    def __init__(self, message: str) -> None:
        super().__init__(message, sent=True)


class Unreadable(TransportFailed):
    """A yes that is not Graph's, or is no longer: a web page, half a document, a body without end."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, sent=True, lasting=True)
        self.status = status


class Oversized(Unreadable):
    """An answer that is longer than any that we read; `limit` says which length that is."""

    def __init__(self, limit: str, status: int) -> None:
        super().__init__(f"an answer of more than {limit}", status)
        self.limit = limit
