"""The command line: the only place that prints, exits, prompts, and reads environment and clock."""
