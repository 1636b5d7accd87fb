"""Track requests for Multi Admin Approval: ask once, and send a write that was agreed to exactly as it was
agreed to.

An answer counts only while the question is the same: the same write, to the object in the same state
(decision 23 says why approval is not for the plan as a whole). The question is kept in the journal and in the
justification that the approver reads, so a machine without a journal finds it in the tenant. The requests for
approval are read once in a run, and again only after the answer to a request was lost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from managed_apparaten.apply.approval_request import WriteQuestion, composed, identity, question, recognised
from managed_apparaten.apply.change_run import ChangeRun, Course, error_args
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
"""How each final status is reported. `gone` is a status of ours: the journal has a request that the tenant
does not show."""
CLOSED = frozenset({COMPLETED, *TOLD})
"""Final statuses. Any other status, also one that Graph adds later, counts as a request that is open."""


@dataclass(frozen=True, slots=True)
class RequestedApproval:
    """A request for approval that we made."""

    question: WriteQuestion
    code: str
    status: str
    text: str
    """Its justification; empty when the tenant does not show it."""
    noted: bool
    """Whether the journal has it, and does not have its end."""


@dataclass(slots=True)
class ApprovalTracker:
    """The requests for approval in one run, and the headers that go with the writes."""

    door: ApprovalDoor
    journal: Journal
    organisation: str
    plan: str
    """The digest of the plan, for the approver to compare."""
    text: str
    """The reason for the change, in words for people."""
    text_shown: bool = True
    """Whether the tenant shows the justification of a request (assumption `approval-text`)."""
    listing: tuple[ApprovalRequest, ...] | None = None
    unread: ReadFailed | None = None
    approval_headers: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Identity of a write -> the headers that go with it. A write without headers asks for nothing."""
    sent_with: dict[str, str] = field(default_factory=dict)
    """Identity of a write -> the code of the approval that goes with it."""

    @property
    def writer(self) -> Writer:
        """A writer that adds these headers."""
        return self.door.writer(lambda request: self.approval_headers.get(identity(request), {}))

    def course(self, work: ChangeRun, step: Step) -> Course:
        """Return what to do with a write. Halts when an earlier request was refused, or asks for something
        else than would be done now."""
        wanted, request = question(work, step)
        text = composed(wanted, self.text, self.organisation, self.plan)
        earlier_requests = sorted(self._of(work, wanted), key=lambda prior: prior.status != APPROVED)
        if open_request := next(
            (prior for prior in earlier_requests if prior.question != wanted and prior.status not in CLOSED),
            None,
        ):
            raise work.halt("APL052", stale=True, code=open_request.code)
        for prior in earlier_requests:
            if course := self._course(work, wanted, request, prior, text):
                return course
        if self.unread:
            self.approval_headers.pop(wanted.request, None)
        else:
            self.approval_headers[wanted.request] = justified(text)
        return "send"

    def record_answer(
        self, work: ChangeRun, step: Step, answer: str | Refused | Ambiguous | None
    ) -> Diagnostic | None:
        """Record what an answer means for approvals: the write waits from now on, was carried out, or is in
        doubt. Returns how to report a refusal that is about approvals."""
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
            return work.diagnostic("APL054", **error_args(self.unread or answer))
        elif occupied(answer):
            return work.diagnostic("APL053", **error_args(answer))
        return None

    def _course(
        self,
        work: ChangeRun,
        wanted: WriteQuestion,
        request: GraphRequest,
        prior: RequestedApproval,
        text: str,
    ) -> Course | None:
        """Return what one earlier request means for a write, or None when it means nothing."""
        is_same_question, is_closed = (
            prior.question == wanted,
            prior.status in CLOSED,
        )
        if is_closed and (prior.noted or is_same_question):
            work.noted(lambda: self.journal.decided(work.change.address, prior.code, prior.status))
        if (
            is_closed
            and is_same_question
            and prior.status != COMPLETED
            and (prior.noted or prior.text == text)
        ):
            raise work.halt(TOLD[prior.status], stale=True, code=prior.code)
        if is_closed:
            return "look" if is_same_question and prior.status == COMPLETED else None
        if prior.status == APPROVED:
            self.approval_headers[wanted.request], self.sent_with[wanted.request] = (
                approved(prior.code),
                prior.code,
            )
            return "send"
        self._wait(work, wanted, request, prior.code)
        return "wait"

    def _wait(self, work: ChangeRun, wanted: WriteQuestion, request: GraphRequest, code: str) -> None:
        """Let the write wait for an answer to this request, and keep the request in the journal."""
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
        """Yield all requests of ours about the same object, from the journal and from the tenant."""
        listing = self._listed(work, wanted)
        for code, entry in list(self.journal.asked.items()):
            known = WriteQuestion(
                entry["address"], entry["object"], entry["op"], entry["digest"], entry["seen"]
            )
            if (known.address, known.object) == (wanted.address, wanted.object):
                shown_request = next(
                    (listed_request for listed_request in listing if code.lower() in listed_request.codes),
                    None,
                )
                status = _status(shown_request, work) if shown_request else self._unseen(work, entry)
                yield RequestedApproval(
                    known, code, status, shown_request.justification if shown_request else "", noted=True
                )
        for listed_request in listing if self.text_shown else ():
            their_question = recognised(listed_request.justification, self.organisation)
            if their_question is None or (their_question.address, their_question.object) != (
                wanted.address,
                wanted.object,
            ):
                continue
            if listed_request.codes.isdisjoint(self.journal.codes):
                yield RequestedApproval(
                    their_question,
                    listed_request.code,
                    _status(listed_request, work),
                    listed_request.justification,
                    noted=False,
                )

    def _listed(self, work: ChangeRun, wanted: WriteQuestion) -> tuple[ApprovalRequest, ...]:
        """Return the requests for approval that the tenant shows.

        When they cannot be read, nothing new is asked; a request that is open in the journal then halts the
        run, as its answer is unknown.
        """
        if self.listing is None:
            try:
                self.listing, self.unread = self.door.requests(), None
            except ReadFailed as failed:
                self.listing, self.unread = (), failed
        if self.unread and any(entry["address"] == wanted.address for entry in self.journal.asked.values()):
            raise work.halt(work.diagnostic("APL022", **error_args(self.unread)))
        return self.listing

    def _unseen(self, work: ChangeRun, entry: JSON) -> str:
        """Return the status of a request that the list does not show: it may be too new for it."""
        age = work.clock.now() - datetime.fromisoformat(entry["at"])
        return "unknown" if age.total_seconds() < work.options.settle else GONE


def _status(listed_request: ApprovalRequest, work: ChangeRun) -> str:
    """Return the status that counts: a request past its end is expired, though the service may not say so
    yet."""
    has_ended = listed_request.ends is not None and listed_request.ends <= work.clock.now()
    return "expired" if has_ended and listed_request.status not in CLOSED else listed_request.status
