"""Every sentence a user sees, once per language, by code."""

from managed_apparaten.messages.catalogue import advice, render, word
from managed_apparaten.messages.entry import Entry

__all__ = ["Entry", "advice", "render", "word"]
