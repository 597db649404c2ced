"""Reviews: the queue, accept or return."""
