"""What went wrong at sign-in, as a message with its mend."""

from __future__ import annotations

from managed_apparaten.core.diagnostic import Diagnostic
from managed_apparaten.graph.signin_modes import SignIn


class SignInFailed(Exception):
    """No token. Holds a message for people, and neither secret nor token nor assertion."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


def explained(problem: Exception, sign_in: SignIn) -> Diagnostic:
    """The failure as a message."""
    return Diagnostic("SGN100", args={"mode": sign_in.mode, "number": type(problem).__name__})
