"""Guests whose code allows it → neutral handlers. Nothing is guessed: what is not understood wholly
stays a guest, with the reason and the line."""
