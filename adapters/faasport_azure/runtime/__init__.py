"""What ships to Azure Functions: its payload shapes, and the entry that it calls."""
