"""The requirements in force, in plain words."""
