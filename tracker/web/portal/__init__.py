"""The vendors' pages: link, code, answers, upload, receipt."""
