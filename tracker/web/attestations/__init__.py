"""An attestation's page and its documents."""
