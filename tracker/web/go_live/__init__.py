"""What came in at once: the plan of its reminders, and the start."""
