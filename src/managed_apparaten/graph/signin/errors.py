"""Turns what azure-identity raises into a message with advice.

Entra's error numbers: https://learn.microsoft.com/entra/identity-platform/reference-error-codes. That page
says that they may change, so a number that is not in the table is no error of ours: it is shown as it is.
Only then the text of the service is shown too, without secrets: it can repeat what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from managed_apparaten.graph import redaction
from managed_apparaten.graph.signin.federated import AssertionExchange
from managed_apparaten.graph.signin.modes import NOT_SECRET
from managed_apparaten.graph.signin.request import SignIn, SignInFailed, sign_in_failure

__all__ = ["NUMBERS", "SignInFailed", "explain_failure", "redact_sign_in"]
NUMBERS: dict[str, str] = {
    "7000215": "SGN101",  # not the value of a secret of this app
    "7000222": "SGN102",  # the secret is expired
    "700016": "SGN103", "7000229": "SGN103",  # no such app, or no service principal of it, in this tenant
    "90002": "SGN104", "900023": "SGN104", "900021": "SGN104", "90019": "SGN104",  # no such tenant
    "50020": "SGN105", "50034": "SGN105", "51004": "SGN105", "500212": "SGN105", "90072": "SGN105",  # no such user in this tenant
    "53000": "SGN106", "53001": "SGN106", "53002": "SGN106", "53003": "SGN106", "53004": "SGN106", "530003": "SGN106", "530034": "SGN106",
    "50105": "SGN106",  # the user is not assigned to the app
    "65001": "SGN107", "65004": "SGN107", "90094": "SGN107", "65002": "SGN107",  # nobody consented
    "70021": "SGN108", "700211": "SGN108", "700212": "SGN108", "700213": "SGN108", "7002138": "SGN108",  # federated credential
    "700027": "SGN109", "700030": "SGN109", "7000214": "SGN109", "7000274": "SGN109", "7000277": "SGN109",  # certificate
    "1000502": "SGN109",  # its dates
    "50072": "SGN110", "50074": "SGN110", "50076": "SGN110", "50079": "SGN110", "50158": "SGN110",  # multi-factor authentication
    "700024": "SGN111", "700023": "SGN111",  # assertion out of time or meant for elsewhere
    "7000218": "SGN112",  # a code, but the app is no public client
    "50057": "SGN113", "50053": "SGN113", "50055": "SGN113", "7000112": "SGN113",  # disabled, locked, or its password expired
    "50173": "SGN114", "50078": "SGN114", "50133": "SGN114", "70043": "SGN114", "70008": "SGN114", "700082": "SGN114",  # sign in anew
    "500011": "SGN115", "500014": "SGN115", "650057": "SGN115", "900382": "SGN115",  # Graph is not known there: another cloud
    "70018": "SGN027", "70019": "SGN027", "70020": "SGN027",  # the code was not entered, or refused
    "90033": "SGN023", "90006": "SGN023", "50196": "SGN023",  # Entra is out of order, or wants less
}  # fmt: skip
"""Entra's error number -> code of our message."""
TEXTS: tuple[tuple[str, str], ...] = (
    ("Azure CLI not found", "SGN010"),
    ("az login", "SGN011"),
    ("Azure CLI", "SGN012"),
    ("Failed to execute", "SGN012"),
    ("Identity not found", "SGN014"),
    ("No identity has been assigned", "SGN014"),
    ("ManagedIdentityCredential", "SGN013"),
    ("IMDS", "SGN013"),
    ("OIDC token", "SGN026"),
    ("authorization_declined", "SGN027"),
    ("access_denied", "SGN027"),
    ("Timed out waiting for user", "SGN027"),
    ("expired_token", "SGN027"),
    ("407 ", "SGN021"),
    ("Tunnel connection failed", "SGN021"),
    ("Unexpected response from Microsoft Entra", "SGN021"),
    ("Unable to get authority configuration", "SGN104"),
)
"""Text of azure-identity or MSAL -> code of our message, for failures without a number of Entra. The first
match counts."""
TYPES: tuple[tuple[str, str], ...] = (
    ("ProxyError", "SGN021"),
    ("SSLError", "SGN022"),
    ("DecodeError", "SGN021"),
    ("JSONDecodeError", "SGN021"),
    ("ServiceRequestError", "SGN020"),
    ("ServiceResponseError", "SGN020"),
    ("ConnectionError", "SGN020"),
)
"""Name of an exception type -> code of our message, anywhere in the chain of causes. By name, because most
belong to packages that are not imported here. The first match counts."""
MODES: dict[str, str] = {"cli": "SGN012", "managed-identity": "SGN013"}
"""Way to sign in -> code of our message when nothing else matches: `az` can say anything."""
LONGEST = 400
"""Largest number of characters of a foreign text that is shown."""
_NUMBER = re.compile(r"AADSTS(\d{4,8})\b")
_IDS = {name: re.compile(rf"{name} ID: ([0-9a-fA-F-]{{36}})") for name in ("Trace", "Correlation")}
_CLAIM = re.compile(r"presented assertion (issuer|subject|audience) '([^']{1,500})'")
_LONG = re.compile(r"[\w+/=-]{60,}")


def explain_failure(problem: Exception, sign_in: SignIn, exchange: AssertionExchange) -> SignInFailed:
    """Return the failure as a message for people.

    First the number of Entra decides; then a known text, the type of exception, the HTTP status, and last the
    way to sign in.
    """
    chain = list(_chain(problem))
    text = " ".join(str(code) for code in chain)
    ids = {name.lower(): match[1] if (match := wanted.search(text)) else "-" for name, wanted in _IDS.items()}
    context = {"status": exchange.status, **ids}
    number = _NUMBER.search(text)
    if number:
        detail = redact_sign_in(text[number.end() :].lstrip(": "), sign_in)
        return sign_in_failure(
            NUMBERS.get(number[1], "SGN100"),
            sign_in,
            number=number[1],
            detail=detail,
            **context,
            **_claims(text, exchange),
        )
    code = (
        next((one for words, one in TEXTS if words in text), None)
        or _by_type(chain)
        or _by_status(exchange.status)
    )
    code = code or MODES.get(sign_in.mode, "SGN099")
    return sign_in_failure(
        code,
        sign_in,
        kind=type(problem).__name__,
        number="-",
        detail=redact_sign_in(text, sign_in),
        **context,
    )


def redact_sign_in(text: str, sign_in: SignIn) -> str:
    """Return one short line of a foreign text without the secrets of this sign-in and without what looks like
    a secret."""
    text = redaction.redact(
        text, (value for name, value in sign_in.variables.items() if name not in NOT_SECRET)
    )
    text = _LONG.sub(redaction.MASK, text)
    return " ".join(re.split(r"Trace ID:", text)[0].split())[:LONGEST]


def _claims(text: str, exchange: AssertionExchange) -> dict[str, str]:
    """Return issuer, subject and audience of the assertion: as we sent them, else as far as Entra repeats
    them."""
    repeated = {match[1]: match[2] for match in _CLAIM.finditer(text)}
    sent = {"issuer": exchange.issuer, "subject": exchange.subject, "audience": exchange.audience}
    return {name: repeated.get(name, "-") if value == "-" else value for name, value in sent.items()}


def _by_type(chain: list[BaseException]) -> str | None:
    """Return the code for the first known exception type in the chain; None without one."""
    names = {exception_type.__name__ for exception in chain for exception_type in type(exception).__mro__}
    return next((code for name, code in TYPES if name in names), None)


def _by_status(status: str) -> str | None:
    """Return the code for an HTTP status; None for a status that says nothing."""
    if status == "407":
        return "SGN021"
    return "SGN023" if status == "429" or status.startswith("5") else None


def _chain(problem: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and its causes, each once."""
    seen = set[int]()
    while problem is not None and id(problem) not in seen:
        seen.add(id(problem))
        yield problem
        problem = problem.__cause__ or problem.__context__ or getattr(problem, "inner_exception", None)
