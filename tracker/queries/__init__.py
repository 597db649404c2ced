"""Questions: each returns rows made for its answer."""
