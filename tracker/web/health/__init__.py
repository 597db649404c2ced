"""Whether the product works, for machines."""
