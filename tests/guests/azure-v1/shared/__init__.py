"""What the functions of this app share."""
