"""Evidence packs about an attestation, a contract or a vendor."""
