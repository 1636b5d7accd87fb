"""Signing in to a tenant."""

from managed_apparaten.messages.entry import Entry

TEXTS: dict[str, Entry | str] = {"SGN100": Entry("sign-in {mode} was refused ({number})")}
