"""Tasks: what staff must look at because the tracker cannot settle it."""
