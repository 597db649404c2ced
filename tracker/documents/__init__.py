"""Where files are kept, what is accepted, and how documents are made."""
