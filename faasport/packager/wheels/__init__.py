"""Which wheels a target needs, and how they come here: from what the project asks for to files."""
