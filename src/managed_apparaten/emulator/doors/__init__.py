"""Reach the embedded tenant: in process, through httpx, or over HTTP and HTTPS."""
