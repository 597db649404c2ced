"""Follow-ups: look again at exceptions that were accepted."""
