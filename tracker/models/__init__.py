"""Tables: one noun, one file, constraints included."""
