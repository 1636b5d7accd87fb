"""Faults on demand: what goes wrong between a client and Graph, by number and form, as data.

Only code that holds the tenant can reach this; nothing on the network door leads here. A fault waits for the requests that
fit its method and path, lets `skip` of them pass, hits `times` of them and is spent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from managed_apparaten.emulator.core import errors
from managed_apparaten.emulator.core.http import Request, Response
from managed_apparaten.emulator.core.replication_lag import FORMS, Lag, LagRule
from managed_apparaten.emulator.core.replication_lag import KINDS as LAGS
from managed_apparaten.emulator.faults import answers, report_answers
from managed_apparaten.emulator.faults.answers import Change, Moment, Unanswered
from managed_apparaten.emulator.service import throttle
from managed_apparaten.emulator.service.intune.approvals import JUSTIFICATION_HEADER
from managed_apparaten.emulator.service.intune.export_jobs import SECOND_STORAGE

__all__ = ["TABLE", "Fault", "FaultForm", "Faults", "Unanswered"]
RETRY_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class FaultForm:
    """One form of a fault."""

    change: Change | None = None
    """What the client gets; None: nothing is spoiled, only `act` runs."""
    handled: bool = False
    """Whether the tenant carries the request out first."""
    paths: str = ""
    """Requests it fits when the fault itself names no path: a regular expression."""
    orphan: bool = False
    """Whether a refused create leaves the object behind all the same."""
    slow: bool = False
    """Whether the request takes `seconds` first, on whatever clock the tenant runs."""


@dataclass(frozen=True, slots=True)
class FaultDefinition:
    """One fault: what it is, and its forms; the first is the usual one."""

    title: str
    forms: Mapping[str, FaultForm]


def _retry(form: str) -> FaultForm:
    return FaultForm(answers.throttled(lambda now: throttle.format_retry_after(RETRY_SECONDS, form, now)))


def _gateway(status: int) -> Change:
    return answers.refusal(status, "UnknownError", "An error has occurred", intune=True)


def _failed(status: int) -> Change:
    known = {
        400: ("BadRequest", "An error has occurred"),
        403: ("Forbidden", "Application is not authorized to perform this operation"),
    }
    code, text = known.get(status, ("UnknownError", "An error has occurred"))
    return answers.refusal(status, code, text, intune=True)


def _elsewhere(_moment: Moment, link: str) -> str:
    return link.replace(urlsplit(link).netloc, "graph.elsewhere.example", 1)


def _onward(moment: Moment, _link: str) -> str:
    base, _, query = moment.request.url.partition("?")
    number = int(query.rpartition("page=")[2]) + 1 if query.startswith("page=") else 1
    return f"{base}?page={number}"


def _reads(change: Change) -> FaultForm:
    return FaultForm(change, handled=True)


def _job(change: Change) -> FaultForm:
    return FaultForm(change, handled=True, paths=report_answers.JOBS)


def _file(change: Change) -> FaultForm:
    return FaultForm(change, handled=True, paths=report_answers.FILES)


_LAGGING = {form: FaultForm() for form in FORMS}
_EVENT = FaultForm()
TABLE: Mapping[str, FaultDefinition] = {
    "F1": FaultDefinition("429 with Retry-After", {form: _retry(form) for form in throttle.RETRY_AFTER_FORMS}),
    "F2": FaultDefinition("429 without Retry-After", {"none": _retry("")}),
    "F3": FaultDefinition(
        "the service fails before it does anything", {str(status): FaultForm(_gateway(status)) for status in (503, 500, 502, 504)}),
    "F4": FaultDefinition("the answer is lost after the work was done", {
        "504": FaultForm(_gateway(504), handled=True),
        **{kind: FaultForm(answers.lost(kind), handled=True) for kind in ("reset", "timeout")},
    }),
    "F5": FaultDefinition("an answer that cannot be read", {
        "cut": _reads(answers.raw(lambda data: data[: len(data) // 2])),
        "malformed": _reads(answers.raw(lambda data: data + b"}")),
        "html": _reads(answers.page(200)),
        "empty": _reads(answers.raw(lambda _data: b"")),
        "content-type": _reads(answers.raw(lambda data: data, Content_Type="text/plain")),
        "bomb": _reads(answers.raw(answers.bomb, Content_Encoding="gzip")),
    }),
    "F6": FaultDefinition("created objects are not listed for a while", _LAGGING),
    "F7": FaultDefinition("created objects answer 404 for a while", _LAGGING),
    "F8": FaultDefinition("deleted objects are listed for a while", _LAGGING),
    "F9": FaultDefinition("assign fails after a create", {
        str(status): FaultForm(_failed(status), paths=r"/assign$") for status in (503, 400, 403, 500)
    }),
    "F10": FaultDefinition("assignments read as before for a while", _LAGGING),
    "F11": FaultDefinition(
        "targetApps fails after a create", {str(status): FaultForm(_failed(status), paths=r"/targetApps$") for status in (503, 400)}),
    "F12": FaultDefinition("somebody edits between plan and apply", {"act": _EVENT}),
    "F13": FaultDefinition("somebody edits during apply, before the request that fits", {"act": _EVENT}),
    "F15": FaultDefinition("the token ends", {
        "401": FaultForm(answers.unauthorized), "skewed": _reads(answers.skewed), "short": _EVENT,
    }),
    "F16": FaultDefinition("no permission for one kind of resource", {"403": FaultForm(answers.forbidden)}),
    "F17": FaultDefinition("permission taken away in the middle (use skip)", {"403": FaultForm(answers.forbidden)}),
    "F18": FaultDefinition("the list changes under the pages", {
        "twice": _reads(answers.items(answers.twice)),
        "none": _reads(answers.items(lambda _moment, found: found[1:])),
        "reordered": _reads(answers.items(lambda _moment, found: found[::-1])),
    }),
    "F19": FaultDefinition("a next link that leads astray", {
        "loop": _reads(answers.link(lambda moment, _link: moment.request.url)),
        "host": _reads(answers.link(_elsewhere)),
        "http": _reads(answers.link(lambda _moment, link: link.replace("https://", "http://", 1))),
        "relative": _reads(answers.link(lambda _moment, link: "/" + link.split("/", 3)[-1])),
        "endless": _reads(answers.link(_onward)),
    }),
    "F20": FaultDefinition("a wrong @odata.count", {"wrong": _reads(answers.body(lambda _moment, found: {**found, "@odata.count": 1000}))}),
    "F21": FaultDefinition("members and types of tomorrow", {
        "property": _reads(answers.objects(lambda _moment, found: {**found, "propertyOfTomorrow": {"a": [1]}})),
        "enum": _reads(answers.objects(lambda moment, found: {**found, moment.prop: "memberOfTomorrow"})),
        "null": _reads(answers.objects(lambda moment, found: {**found, moment.prop: None})),
        "type": _reads(answers.objects(lambda _moment, found: {**found, "@odata.type": "#microsoft.graph.typeOfTomorrow"})),
    }),
    "F22": FaultDefinition("a batch that comes back otherwise", {
        "429": _reads(answers.answers(answers.part(429, "TooManyRequests"))),
        "424": _reads(answers.answers(answers.part(424, "FailedDependency"))),
        "missing": _reads(answers.answers(lambda found: found[1:])),
        "reordered": _reads(answers.answers(lambda found: found[::-1])),
        "duplicate": _reads(answers.answers(lambda found: [*found, found[0]])),
        "outer-424": FaultForm(answers.refusal(424, "FailedDependency", "A request that this one depends on failed.")),
        "outer-503": FaultForm(_gateway(503)),
    }),
    "F25": FaultDefinition(
        "a create refused for want of a justification leaves the object behind", {"orphan": FaultForm(handled=True, orphan=True)}),
    "F26": FaultDefinition("a group is deleted, or comes back", {"deleted": _EVENT, "restored": _EVENT}),
    "F27": FaultDefinition("a group gets another name", {"renamed": _EVENT}),
    "F28": FaultDefinition("a second group with the same name", {"twin": _EVENT}),
    "F29": FaultDefinition("a group becomes empty, or large", {"empties": _EVENT, "grows": _EVENT}),
    "F36": FaultDefinition("the network itself", {
        "dns": FaultForm(answers.lost("dns")), "tls": FaultForm(answers.lost("tls")), "proxy": FaultForm(answers.page(407)),
        "captive-portal": FaultForm(answers.page(200)),
    }),
    "F37": FaultDefinition("the service writes it down otherwise", {
        "truncated": _reads(answers.objects(answers.texts(lambda text: text[:40]))),
        "trimmed": _reads(answers.objects(answers.texts(str.strip))),
        "case": _reads(answers.objects(answers.texts(str.upper))),
        "added": _reads(answers.objects(lambda moment, found: {**found, moment.prop or "addedByService": None})),
    }),
    "F38": FaultDefinition("the service is slow", {"seconds": FaultForm(slow=True)}),
    "F39": FaultDefinition("a property is gone from this version", {"gone": _reads(answers.objects(answers.without))}),
    "F40": FaultDefinition("too large, or too many", {
        "413": FaultForm(answers.refusal(413, "RequestEntityTooLarge", "The request body is too large.")),
        "quota": FaultForm(_failed(400)),
    }),
    "F41": FaultDefinition("changed properties read as before for a while", _LAGGING),
    "F42": FaultDefinition("deleted objects are found by their id for a while", _LAGGING),
    "F43": FaultDefinition("members of groups read as before for a while", _LAGGING),
    "F44": FaultDefinition("an export job that does not get done", {
        "strands": _job(report_answers.stranded()), "fails": _job(report_answers.job(status="failed", url=None)),
        "no-url": _job(report_answers.job(status="completed", url="")),
        "refused": FaultForm(answers.forbidden, paths=report_answers.JOBS),
    }),
    "F45": FaultDefinition("an export job whose file is elsewhere", {
        "host": _job(report_answers.elsewhere(report_answers.WRONG_STORAGE)), "second": _job(report_answers.elsewhere(SECOND_STORAGE)),
        "http": _job(report_answers.elsewhere(SECOND_STORAGE.replace("https", "http"))),
    }),
    "F46": FaultDefinition("the file of a report", {
        "expired": FaultForm(report_answers.expired, paths=report_answers.FILES),
        "bare-quotes": _file(report_answers.file(report_answers.bare_quotes)),
        "short-row": _file(report_answers.file(report_answers.short_row)), "long-row": _file(report_answers.file(report_answers.long_row)),
        "header-only": _file(report_answers.file(report_answers.header_only)), "empty": _file(report_answers.file(lambda _data: b"")),
        "two-members": _file(report_answers.second_member()),
        "cut": _file(answers.raw(lambda data: data[: len(data) // 2])),
    }),
    "F47": FaultDefinition("500 of the query broker of reports", {"500": FaultForm(report_answers.BROKER, paths=report_answers.JOBS)}),
    "F48": FaultDefinition("a page of audit events that hangs", {"timeout": FaultForm(answers.lost("timeout"), paths=r"/auditEvents$")}),
    "F49": FaultDefinition("a list that ends too early without a word", {"page": _reads(answers.body(report_answers.last_page))}),
}  # fmt: skip
ELSEWHERE: Mapping[str, str] = {
    "F14": "two runs: open the tenant twice", "F23": "behaviour batch-of-20", "F24": "tenant.approvals.require(...)",
    "F30": "the client's process", "F31": "the client's process", "F32": "the client's disk", "F33": "the client's disk",
    "F34": "the client's disk", "F35": "the client's clock",
}  # fmt: skip
"""Faults that are no injection here, and where they are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What to go wrong, when."""

    name: str
    form: str = ""
    """Empty: the usual form."""
    methods: tuple[str, ...] = ()
    """Empty: all."""
    path: str = ""
    """Regular expression, searched in the path without host and options."""
    skip: int = 0
    times: int | None = 1
    """None: for ever, which a lag is."""
    seconds: float = 60.0
    """How long a lag lasts at most, a token lives, a clock is off, a request takes."""
    prop: str = ""
    group: str = ""
    """Id of the group that F26 to F29 are about."""
    value: str = ""
    """The new name (F27), the number of people (F29, grows), or the name of the only object that a lag is about."""
    act: Callable[[], None] | None = None
    """Done just before each request that is hit."""

    @property
    def effect(self) -> FaultForm:
        """The row of the table; raises KeyError for a name or form that does not exist."""
        forms = TABLE[self.name].forms
        return forms[self.form] if self.form else next(iter(forms.values()))

    def fits(self, request: Request, path: str) -> bool:
        """Whether a request is one of those waited for."""
        pattern = self.path or self.effect.paths
        return (not self.methods or request.method in self.methods) and re.search(pattern, path) is not None


@dataclass(slots=True)
class Active:
    """A fault that waits, with what it has let pass and hit so far."""

    fault: Fault
    passed: int = 0
    hits: int = 0
    pages: dict[str, list[object]] = field(default_factory=dict)

    @property
    def spent(self) -> bool:
        """Whether it has hit as often as it should."""
        return self.fault.times is not None and self.hits >= self.fault.times

    def due(self, request: Request, path: str) -> bool:
        """Whether it hits this request; counts."""
        if not self.fault.fits(request, path) or self.spent:
            return False
        if self.passed < self.fault.skip:
            self.passed += 1
            return False
        self.hits += 1
        return True


@dataclass(slots=True)
class Faults:
    """The control door of one tenant."""

    event: Callable[[Fault], None]
    """Carries out a fault that changes the world at once."""
    orphan: Callable[[Request], None] | None = None
    """Carries a refused create out in silence; F25 needs it."""
    pause: Callable[[float], object] | None = None
    """Lets seconds pass on the clock that the tenant was given; F38 needs it."""
    seed: str = ""
    """What the delays of lagging reads follow from."""
    lag: Lag = field(default_factory=Lag)
    token_lifetime: float | None = None
    active: list[Active] = field(default_factory=list)

    def inject(self, fault: Fault) -> Active:
        """Let something go wrong from now on; raises KeyError for a name or form that does not exist, and an option without a meaning."""
        effect, made = fault.effect, Active(fault)
        if fault.name in LAGS:
            _refuse_waiting(fault)
            self.lag.seed = self.seed
            self.lag.add(LagRule(fault.name, fault.seconds, fault.form or FORMS[0], fault.path, fault.value))
        elif (fault.name, fault.form) == ("F15", "short"):
            self.token_lifetime = fault.seconds
        elif fault.group:
            self.event(fault)
        elif effect.slow and self.pause is None:
            raise KeyError(f"{fault.name} needs faults.pause")
        elif effect.slow or effect.orphan or effect.change is not None or fault.act is not None:
            self.active.append(made)
        else:
            raise KeyError(f"{fault.name} needs an act or a group")
        return made

    def clear(self) -> None:
        """Nothing goes wrong any more; what was done stays done."""
        self.active, self.lag, self.token_lifetime = [], Lag(), None

    def answer(
        self, request: Request, path: str, now: datetime, handle: Callable[[Request], Response],
        refuse: Callable[[Request, errors.GraphError], Response],
    ) -> Response:  # fmt: skip
        """Answer a request with whatever is due; the first fault that stops it decides, the others spoil the answer in turn."""
        due = [found for found in list(self.active) if found.due(request, path)]
        for found in due:
            self._before(found.fault)
        moments = [(found, found.fault.effect.change) for found in due]
        first = next(
            ((found, change) for found, change in moments if change and not found.fault.effect.handled), None
        )
        moment = Moment(request, now, lambda error: refuse(request, error))
        if first is not None:
            return first[1](_about(moment, first[0]))
        response = handle(request)
        for found, change in moments:
            if found.fault.effect.orphan and self.orphan is not None and _unjustified(request, response):
                self.orphan(request)
            if change is not None:
                response = change(replace(_about(moment, found), response=response))
        return response

    def _before(self, fault: Fault) -> None:
        if fault.effect.slow and self.pause is not None:
            self.pause(fault.seconds)
        if fault.act is not None:
            fault.act()


def _refuse_waiting(fault: Fault) -> None:
    """Refuse, for a lag, what is about the requests that other faults wait for."""
    given = {"methods": fault.methods, "skip": fault.skip, "times": fault.times not in (1, None), "prop": fault.prop, "group": fault.group,
             "act": fault.act}  # fmt: skip
    if wrong := ", ".join(name for name, value in given.items() if value):
        why = "it waits for no request, but holds for every read of the objects that it is about until its seconds have passed"
        raise KeyError(
            f"{fault.name} is a lag, for which {wrong} has no meaning: {why}. Choose objects with path or value instead."
        )


def _unjustified(request: Request, response: Response) -> bool:
    """Whether a create was refused because nobody said why."""
    return (
        request.method == "POST"
        and response.status in (400, 403)
        and JUSTIFICATION_HEADER.encode() in response.body
    )


def _about(moment: Moment, found: Active) -> Moment:
    return replace(moment, prop=found.fault.prop, seconds=found.fault.seconds, pages=found.pages)


def rows() -> Iterator[tuple[str, str, str]]:
    """(number, what it is, its forms) of every fault, for people."""
    for number in range(1, len(TABLE) + len(ELSEWHERE) + 1):
        name = f"F{number}"
        if name in TABLE:
            yield name, TABLE[name].title, ", ".join(TABLE[name].forms)
        else:
            yield name, "", ELSEWHERE[name]
