"""Calendar feeds: made by their readers, read by calendar programs."""
