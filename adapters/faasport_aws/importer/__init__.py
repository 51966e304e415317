"""Applications that are deployed to AWS today, read into our configuration."""
