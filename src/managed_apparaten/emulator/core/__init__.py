"""Hold the state of the embedded tenant: objects, replication lag, switchable behaviours, errors."""
