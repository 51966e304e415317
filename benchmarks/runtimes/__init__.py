"""The vendors' own runtimes on this machine: from the start of the process to the first answer."""
