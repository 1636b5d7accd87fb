"""Writes that wait until a second person agrees: asked once, carried out to the byte as they were agreed to, or not at all.

An answer counts only while the question is the same: the same write, to the object as it was. docs/decisions/0023 tells why not the
plan as a whole. The question stands in the journal and in the justification that the approver reads, so a machine without a journal
finds it in the tenant. Requests for approval are read once a run, and again only after an answer to an asking was lost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from managed_apparaten.apply.approval_request import WriteQuestion, composed, identity, question, recognised
from managed_apparaten.apply.change_run import ChangeRun, Course, spoken
from managed_apparaten.apply.journal import Journal
from managed_apparaten.apply.steps import Step
from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.core.digest import JSON
from managed_apparaten.graph.errors import Ambiguous, ReadFailed, Refused
from managed_apparaten.graph.http.request import GraphRequest, body_bytes
from managed_apparaten.graph.write.approvals import (
    ApprovalDoor,
    ApprovalRequest,
    approved,
    code_of,
    justified,
    occupied,
    unasked,
)
from managed_apparaten.graph.write.writer import Writer

APPROVED, COMPLETED, GONE = "approved", "completed", "gone"
TOLD: Mapping[str, str] = {"rejected": "APL051", "cancelled": "APL055", "expired": "APL056", GONE: "APL057"}
"""Status -> how it is told. `gone` is ours: the journal has a request that the tenant does not show."""
CLOSED = frozenset({COMPLETED, *TOLD})
"""What nothing more comes of. Any other status, one of tomorrow too, is a question that is open."""


@dataclass(frozen=True, slots=True)
class RequestedApproval:
    """A request for approval of ours."""

    question: WriteQuestion
    code: str
    status: str
    text: str
    """Its justification; empty when the tenant does not show it."""
    noted: bool
    """The journal has it, and not yet how it ended."""


@dataclass(slots=True)
class ApprovalTracker:
    """What is known of requests for approval in one run, and the writer whose writes carry the right letter."""

    door: ApprovalDoor
    journal: Journal
    organisation: str
    plan: str
    """Digest of the plan, for the approver to compare."""
    text: str
    """Why this is asked, in words of people."""
    text_shown: bool = True
    """Whether the justification of a request that the tenant shows can be relied on: the assumption `approval-text`."""
    listing: tuple[ApprovalRequest, ...] | None = None
    unread: ReadFailed | None = None
    letters: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Identity of a request -> the header that goes with it. Without one nothing can be asked, so nothing is."""
    sent_with: dict[str, str] = field(default_factory=dict)
    """Identity of a request -> the code that goes with it."""

    @property
    def writer(self) -> Writer:
        """Writes with the letters."""
        return self.door.writer(lambda request: self.letters.get(identity(request), {}))

    def course(self, work: ChangeRun, step: Step) -> Course:
        """What to do with a write. Halts when what was asked before was refused, or is no longer what would be done."""
        wanted, request = question(work, step)
        text = composed(wanted, self.text, self.organisation, self.plan)
        earlier = sorted(self._of(work, wanted), key=lambda asked: asked.status != APPROVED)
        if other := next(
            (asked for asked in earlier if asked.question != wanted and asked.status not in CLOSED), None
        ):
            raise work.halt("APL052", stale=True, code=other.code)
        for asked in earlier:
            if course := self._course(work, wanted, request, asked, text):
                return course
        if self.unread:
            self.letters.pop(wanted.request, None)
        else:
            self.letters[wanted.request] = justified(text)
        return "send"

    def heard(
        self, work: ChangeRun, step: Step, answer: str | Refused | Ambiguous | None
    ) -> Diagnostic | None:
        """Note what an answer means for approvals: the write waits from now on, was carried out, or is in doubt. For a refusal that is
        about approvals, how to tell it."""
        wanted, request = question(work, step)
        code = self.sent_with.get(wanted.request)
        if isinstance(answer, Ambiguous):
            self.listing = None
        elif not isinstance(answer, Refused):
            if code and code in self.journal.asked:
                work.noted(lambda: self.journal.decided(work.change.address, str(code), COMPLETED))
        elif code := code_of(answer):
            self._wait(work, wanted, request, code)
        elif unasked(answer):
            said = spoken(self.unread) if self.unread else spoken(answer)
            return work.diagnostic("APL054", **said)
        elif occupied(answer):
            return work.diagnostic("APL053", **spoken(answer))
        return None

    def _course(
        self,
        work: ChangeRun,
        wanted: WriteQuestion,
        request: GraphRequest,
        asked: RequestedApproval,
        text: str,
    ) -> Course | None:
        """What one earlier request means for a write; None when nothing."""
        same, closed = asked.question == wanted, asked.status in CLOSED
        if closed and (asked.noted or same):
            work.noted(lambda: self.journal.decided(work.change.address, asked.code, asked.status))
        if closed and same and asked.status != COMPLETED and (asked.noted or asked.text == text):
            raise work.halt(TOLD[asked.status], stale=True, code=asked.code)
        if closed:
            return "look" if same and asked.status == COMPLETED else None
        if asked.status == APPROVED:
            self.letters[wanted.request], self.sent_with[wanted.request] = approved(asked.code), asked.code
            return "send"
        self._wait(work, wanted, request, asked.code)
        return "wait"

    def _wait(self, work: ChangeRun, wanted: WriteQuestion, request: GraphRequest, code: str) -> None:
        """The write waits for an answer to this request, which stands in the journal from now on."""
        work.waiting = code
        if code in self.journal.asked:
            return
        body = None if work.kind.secrets else body_bytes(request).decode()
        sent: JSON = {"method": request.method, "api": request.api, "path": request.path, "body": body}
        entry = {
            "op": wanted.op,
            "code": code,
            "plan": self.plan,
            "digest": wanted.request,
            "seen": wanted.seen,
            "request": sent,
        }
        work.noted(lambda: self.journal.approval(work.change.address, wanted.object, entry))

    def _of(self, work: ChangeRun, wanted: WriteQuestion) -> Iterator[RequestedApproval]:
        """All requests of ours about the same object, as the journal and the tenant have them."""
        listing = self._listed(work, wanted)
        for code, entry in list(self.journal.asked.items()):
            known = WriteQuestion(
                entry["address"], entry["object"], entry["op"], entry["digest"], entry["seen"]
            )
            if (known.address, known.object) == (wanted.address, wanted.object):
                shown = next((found for found in listing if code.lower() in found.codes), None)
                status = _status(shown, work) if shown else self._unseen(work, entry)
                yield RequestedApproval(known, code, status, shown.justification if shown else "", noted=True)
        for found in listing if self.text_shown else ():
            asked = recognised(found.justification, self.organisation)
            if asked is None or (asked.address, asked.object) != (wanted.address, wanted.object):
                continue
            if found.codes.isdisjoint(self.journal.codes):
                yield RequestedApproval(
                    asked, found.code, _status(found, work), found.justification, noted=False
                )

    def _listed(self, work: ChangeRun, wanted: WriteQuestion) -> tuple[ApprovalRequest, ...]:
        """The requests for approval of the tenant. Where they cannot be read nothing is asked, but a question that is open stops the run:
        its answer is unknown."""
        if self.listing is None:
            try:
                self.listing, self.unread = self.door.requests(), None
            except ReadFailed as failed:
                self.listing, self.unread = (), failed
        if self.unread and any(entry["address"] == wanted.address for entry in self.journal.asked.values()):
            raise work.halt(work.diagnostic("APL022", **spoken(self.unread)))
        return self.listing

    def _unseen(self, work: ChangeRun, entry: JSON) -> str:
        """A request that the list does not show may be too new for it."""
        age = work.clock.now() - datetime.fromisoformat(entry["at"])
        return "unknown" if age.total_seconds() < work.options.settle else GONE


def _status(found: ApprovalRequest, work: ChangeRun) -> str:
    """The status that counts: what is past its time is no longer open, though nobody may have said so yet."""
    over = found.ends is not None and found.ends <= work.clock.now()
    return "expired" if over and found.status not in CLOSED else found.status
