"""Workbook and CSV of what a grid shows."""
