"""Every form of staff that takes text, filled with one string."""


def vendor(data):
    return {"name": data, "number": data[:60], "website": data, "note": data, "seen": "", "version": "1"}


def forms_of(town, text):
    """Every form of staff that takes text, filled with one string: address, person who may, fields."""
    acme = town.acme
    contract = {
        "number": text, "title": text, "department_id": str(acme.department), "owner_id": "", "amount": text,
        "renewal_terms": text, "note": text, "breach_notice_hours": "72", "disposal_days": "60", "version": text,
        "starts_on": text, "through_on": text,
    }  # fmt: skip
    asked = {
        "contract": [str(acme.contract), text], f"contact-{acme.vendor}": "new", f"name-{acme.vendor}": text,
        f"email-{acme.vendor}": text, f"title-{acme.vendor}": text, "due_on": "2026-12-24", "message": text,
    }  # fmt: skip
    schedule = {
        "deed": "save", "kind": "schedule", "1-0-on": "1", "1-0-purpose": text, "1-0-retention": text,
        "1-0-subjects": text, "1-0-country": text, "1-0-direction": text, "1-0-form": text, "1-0-other_text": text,
        "1-0-from_on": text, "since": text, "usage_protocol": text, "fingerprint": text, "more": text,
    }  # fmt: skip
    columns = {
        "column-0": "contract_number", "column-1": "vendor", "date_order": text, "decimal": text, "pivot": text,
        "header_row": text, "blank_erases": text, "save_as": text,
    }  # fmt: skip
    contact = {"name": text, "email": text, "title": text, "phone": text, "roles": "primary", "version": text}
    good_contact = {**contact, "email": "new@acme.example"}
    policy_ = {"notice_days": text, "hour": text, "sender_name": text, "day": text}
    person = {"name": text, "email": text, "roles": text, "departments": text, "version": text}
    good_person = {"name": text, "email": "new@city.example", "roles": "auditor", "invite": "y"}
    decided = {"accept-version": text, "accept-note": text, "accept-expiry_reason": text, "accept-reason": text,
               "accept-checklist": text,
               "accept-effective_on": text, "accept-expires_on": text}  # fmt: skip
    sent_back = {"return-free_text": text, "return-note": text, "return-due_on": "2026-12-24",
                 "return-reasons": text, "return-clauses": text, "return-version": text}  # fmt: skip
    return [
        ("/vendors/new", "pia", vendor(text)),
        ("/account/calendars", "pia", {"kind": "vendor", "vendor": text}),
        ("/account/calendars", "pia", {"kind": text, "subject": text}),
        ("/onboarding/vendor", "pia", vendor(text)),
        (f"/vendors/{acme.vendor}/edit", "pia", vendor(text)),
        (f"/vendors/{acme.vendor}/names", "pia", {"name": text}),
        (f"/vendors/{acme.vendor}/reminders/pause", "pia", {"reason": text}),
        (f"/vendors/{acme.vendor}/contacts/new", "pia", contact),
        (f"/vendors/{acme.vendor}/contacts/new", "pia", good_contact),
        (f"/vendors/{acme.vendor}/contacts/{acme.contact}", "pia", contact),
        (f"/vendors/{acme.vendor}/archive", "pia", {"reason": text}),
        (f"/contracts/new?vendor={acme.vendor}", "pia", contract),
        (f"/contracts/{acme.contract}/edit", "pia", {**contract, "amount": "1"}),
        (f"/contracts/{acme.contract}/terms", "pia", contract),
        (f"/contracts/{acme.contract}/terms/1", "pia", contract),
        (f"/contracts/{acme.contract}/data", "pia", schedule),
        (f"/contracts/{acme.contract}/data", "pia", {**schedule, "kind": "none", "reason": text}),
        ("/contracts/views", "pia", {"name": text, "query": text}),
        ("/vendors/views", "pia", {"name": text, "query": f"q={text}"}),
        ("/contracts/chosen", "pia", {"query": text, "deed": text, "contract": text}),
        ("/contracts/chosen", "pia", {"query": f"q={text}", "deed": "request", "all": "1"}),
        ("/contracts/chosen", "pia", {"query": text, "deed": "export", "all": "1"}),
        ("/contracts/chosen", "pia", {"query": text, "deed": "owner", "contract": str(acme.contract)}),
        ("/contracts/chosen/owner", "pia", {"query": text, "contract": str(acme.contract), "owner_id": text}),
        (
            "/contracts/chosen/owner",
            "pia",
            {"query": f"q=&x={text}", "contract": str(acme.contract), "owner_id": str(town.cast.pia)},
        ),
        ("/contracts/chosen/pause", "pia", {"query": text, "contract": str(acme.contract), "reason": text}),
        (f"/imports/{acme.brought}/columns", "pia", {"column-0": text, "sheet": text, "then": text, "save_as": text}),
        (f"/imports/{acme.brought}/columns", "pia", {**columns, "then": "look"}),
        (f"/imports/{acme.brought}/vendors", "pia", {"spelling-0": text, "vendor-0": text, "all": text}),
        (f"/imports/{acme.brought}/apply", "pia", {"rows": text}),
        (f"/imports/{acme.brought}/undo", "pia", {"rows": text}),
        (f"/imports/{acme.brought}/cancel", "pia", {"rows": text}),
        ("/requests/new", "pia", {**asked, "deed": "look"}),
        ("/requests/new", "pia", {**asked, "deed": "send", f"email-{acme.vendor}": "n2@acme.example"}),
        (f"/requests/{acme.request}/contact", "pia", {"contact": text}),
        (f"/requests/{acme.request}/revoke", "pia", {"reason": text}),
        (
            f"/waivers/new/{acme.contract}",
            "pia",
            {"elements": text, "clauses": text, "reason": text, "from_on": text, "through_on": text},
        ),
        (
            f"/waivers/new/{acme.contract}",
            "pia",
            {"clauses": "SEC-1", "reason": text, "from_on": "2026-11-23", "through_on": "2026-12-31"},
        ),
        (f"/waivers/{acme.waiver}/refuse", "oscar", {"refuse-reason": text}),
        (f"/waivers/{acme.waiver}/end", "oscar", {"end-reason": text, "end-ended_on": text}),
        (f"/reviews/{acme.attestation}/accept", "oscar", decided),
        (f"/reviews/{acme.attestation}/return", "oscar", sent_back),
        (f"/reviews/{acme.attestation}/confirm", "oscar", {"second-version": text}),
        (f"/reviews/{acme.attestation}/decline", "oscar", {"second-version": text, "second-decline_reason": text}),
        ("/settings/trust", "adam", {"seen": text, "certificates": text, "note": text}),
        (f"/attestations/{acme.attestation}/revoke", "oscar", {"revoked_on": text, "reason": text, "deed": text}),
        (
            f"/attestations/disposal/{acme.contract}",
            "pia",
            {"certified_on": "2026-11-23", "method": text, "certified_by": text},
        ),
        (f"/attestations/disposal/{acme.contract}/withdraw", "pia", {"reason": text}),
        (f"/outbox/{acme.letter}/withdraw", "pia", {"reason": text}),
        ("/account/", "pia", {"name": text}),
        ("/account/letters", "pia", {"rhythm": text, "language": text}),
        ("/account/password", "pia", {"current": text, "password": text, "again": text, "old": text, "new": text}),
        ("/account/second-factor", "pia", {"code": text}),
        ("/settings/departments", "adam", {"name": text, "manager_id": text}),
        (f"/settings/departments/{acme.department}", "adam", {"name": text, "manager_id": ""}),
        ("/settings/people/new", "adam", person),
        ("/settings/people/new", "adam", good_person),
        (f"/settings/people/{town.cast.max}", "adam", {**person, "email": "max@city.example", "roles": "manager"}),
        ("/settings/catalogue/elements/new", "adam", {"name": text, "group_name": text, "tier": text}),
        ("/settings/catalogue/elements/1", "adam", {"name": text, "group_name": text, "tier": "2"}),
        ("/settings/catalogue/subjects/new", "adam", {"name": text}),
        ("/settings/catalogue/subjects/1", "adam", {"name": text}),
        ("/settings/holidays", "adam", {"on_day": "2026-12-30", "name": text}),
        ("/settings/holidays", "adam", {"on_day": text, "name": text}),
        ("/settings/policy", "adam", policy_),
        ("/settings/reminder-steps", "adam", {"steps": text, "vendor": text, "step-1": text}),
        ("/settings/mail/test", "adam", {"email": text, "to": text}),
        ("/account/sign-in", None, {"email": text, "password": text, "next": text}),
        ("/account/forgot", None, {"email": text}),
        ("/account/second-step", None, {"code": text}),
        ("/account/reset/x", None, {"password": text}),
        ("/portal", None, {"email": text}),
        ("/portal/code", None, {"code": text}),
        ("/portal/r/x", None, {"code": text}),
    ]
