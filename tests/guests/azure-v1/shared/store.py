"""Users that are always there."""

USERS = {"ada": "Ada Lovelace", "alan": "Alan Turing"}
