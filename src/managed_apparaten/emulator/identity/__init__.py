"""Give tokens: the identity provider of the embedded tenant."""
