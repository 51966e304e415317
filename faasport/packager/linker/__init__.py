"""The shipped halves, linked into few files: only the code that an artifact can reach."""
