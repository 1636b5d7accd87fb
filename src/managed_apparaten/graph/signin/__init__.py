"""Sign in to a tenant: clouds, credentials and the errors of each way to sign in."""
