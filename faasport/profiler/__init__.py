"""What each deployed unit of a packaged artifact loads when it starts, and how long that takes."""
