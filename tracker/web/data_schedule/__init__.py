"""The data schedule of a contract."""
