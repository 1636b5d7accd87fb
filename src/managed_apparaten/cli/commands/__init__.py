"""One file a command: options, one workflow call, one renderer, an exit code."""
