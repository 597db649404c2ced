"""Pictures of the pages of what vendors sent."""
