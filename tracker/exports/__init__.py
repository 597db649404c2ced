"""Rows in, workbook out."""
