"""What projects and adapters test with: strategies, losses, conformance."""
