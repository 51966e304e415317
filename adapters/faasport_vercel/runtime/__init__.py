"""What ships to Vercel: its payload shapes, and the entry that it calls."""
