"""A small list of contracts, what a person says about its columns, and reading the pages about it."""

from html import unescape

from tests.cast import rows
from tracker.models.contract import Contract

LIST = """Contract no.,Vendor,Department,Title,Start,End,Amount
C-2291,"Acme Payroll, Inc.",Library,Payroll and benefits,1/1/2026,12/31/2027,1200
N-1,"Cedar Works, Inc.",Library,Shelving,2/1/2026,1/31/2027,"34,000.00"
N-2,"Birch Analytics LLC",Police,Maps,2/30/2026,1/31/2027,5
"""
COLUMNS = ["contract_number", "vendor", "department", "title", "starts_on", "through_on", "amount"]


def mapped(columns=COLUMNS, **more):
    chosen = {f"column-{index}": key for index, key in enumerate(columns)}
    return {**chosen, "date_order": "mdy", "decimal": ".", "pivot": "69", "then": "check", **more}


def page(client, path):
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return " ".join(unescape(answer.text).split())


def contract(work, number):
    work.session.rollback()
    found = rows(work.session, Contract, number=number)
    return found[0] if found else None
