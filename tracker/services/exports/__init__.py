"""Lists as files: which there are, what stands in them, and how they are written."""
