"""Compare the compiled resources with a tenant. The result is a `Plan`, the only thing that renderers and
apply read."""
