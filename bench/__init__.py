"""Measures the product against floors taken in the same run; run as `python -m bench`."""
