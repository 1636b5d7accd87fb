"""The failures of a tenant, and what each means for a read and for a write.

A transport (`graph.http`) raises or returns `TransportFailed` when it has no usable answer. Readers and
writers turn that, and each answer with an error status, into one of three sorts of `GraphFailed`, because
three different things follow from them:

request
├── no usable answer: TransportFailed
│   ├── sent=False    it never left this machine (no connection, deadline, stopped)
│   ├── Unfinished    sent, and the answer did not end in time
│   ├── Unreadable    sent, and answered with a body that is not Graph's JSON
│   └── Oversized     as Unreadable: a body that is larger than we read
└── an answer with an error status

what happened                            a read becomes   a write becomes
TransportFailed, not sent                ReadFailed       Refused
TransportFailed, sent                    ReadFailed       Ambiguous
status 4xx, except 408, 424 and 425      ReadFailed       Refused
status 5xx, 408, 424 or 425              ReadFailed       Ambiguous
success without what we need in it       ReadFailed       Ambiguous (a create without an id)

sort         meaning                               what follows
Refused      nothing was changed                   report it; the object is as it was
Ambiguous    it may have been carried out          read the object before the write is repeated
ReadFailed   the state of the object is unknown    stop: unknown is never treated as absent

Some optional reads turn `ReadFailed` into "unknown" (`graph.read.preconditions`). A 404 to a read of one
object, and to a delete, is no failure.
"""

from dataclasses import dataclass, field


@dataclass
class GraphFailed(Exception):
    """The service answered a request with a failure, or with something that we cannot use.

    All texts come from the service: they are data, and whoever prints them escapes them.
    """

    status: int
    """HTTP status; 0 when no answer came."""
    code: str
    """The error code of Graph, or a name of ours such as `InvalidResponse` (see `graph.http.error_body`)."""
    message: str
    method: str = ""
    path: str = ""
    """Path without its query."""
    request_id: str = ""
    activity_id: str = ""
    details: dict[str, str] = field(default_factory=dict)
    """Extra values of an answer, such as the approval code of Multi Admin Approval."""

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status} {self.code}: {self.message}"


class Refused(GraphFailed):
    """A write that was certainly not carried out: nothing was changed."""


class Ambiguous(GraphFailed):
    """A write without a usable answer: it may or may not have been carried out. Read the object before
    repeating the write."""


class ReadFailed(GraphFailed):
    """A read that was not completed. What it would have shown is unknown, not absent."""


class TransportFailed(Exception):
    """No usable answer came.

    `sent` says whether the request may have reached the service, `lasting` that repeating it will not help,
    and `send_count` how often the request was sent.
    """

    def __init__(self, message: str, *, sent: bool, lasting: bool = False) -> None:
        super().__init__(message)
        self.sent, self.lasting = sent, lasting
        self.send_count = int(sent)


class Unfinished(TransportFailed):
    """The request was sent, and its answer did not end within the time for one exchange."""

    def __init__(self, message: str) -> None:
        super().__init__(message, sent=True)


class Unreadable(TransportFailed):
    """A success status with an unusable body: a web page, a cut-off document or a packing that nobody asked
    for."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, sent=True, lasting=True)
        self.status = status


class Oversized(Unreadable):
    """An answer that is larger than we read; `limit` names the limit, such as `64 MiB`."""

    def __init__(self, limit: str, status: int) -> None:
        super().__init__(f"an answer of more than {limit}", status)
        self.limit = limit
