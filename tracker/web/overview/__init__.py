"""What stands, what runs out, what waits for me."""
