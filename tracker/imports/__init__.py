"""Files in, rows and row errors out."""
