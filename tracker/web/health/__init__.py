"""Whether the product works, for machines and for people."""
