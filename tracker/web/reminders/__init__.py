"""What will be sent to whom and why, and what was."""
