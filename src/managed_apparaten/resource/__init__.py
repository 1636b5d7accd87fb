"""Describe Intune resources apart from policy: their shape in Graph, the form in which they are compared, marker and references."""
