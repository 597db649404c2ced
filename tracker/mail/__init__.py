"""Letters: composed as values, sent through a protocol."""
