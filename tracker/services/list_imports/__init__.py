"""Lists brought in: planned, looked at, applied in one transaction, and taken back."""
