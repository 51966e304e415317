"""What ships to Google Cloud Functions: its payload shapes, and the entry that it calls."""
