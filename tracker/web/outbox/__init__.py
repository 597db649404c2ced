"""Letters and their state."""
