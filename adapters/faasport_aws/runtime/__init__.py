"""What ships to Lambda: one payload shape a module, and the entry that Lambda calls."""
