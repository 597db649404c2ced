"""Addenda: ask a vendor only for what its attestation does not cover yet."""
