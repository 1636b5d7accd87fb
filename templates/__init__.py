"""Jinja2 templates, packaged."""
