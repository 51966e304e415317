"""What the user's project says: its configuration, its sources and the functions it declares."""
