"""One module a command, each with a click command of its name."""
