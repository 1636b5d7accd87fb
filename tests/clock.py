"""The machine's clock, for tests that meet real libraries: azure-identity, MSAL and OpenSSL read no other.

It is read through the product's own `SystemClock`, as that was before a test patched it.
"""

from managed_apparaten.core.clock import SystemClock

now = SystemClock().now
"""The wall time in UTC."""
