"""The consent to do business electronically, in our own words: what a signer agrees to before signing on screen."""

from __future__ import annotations


def consent_words(city: str, address: str) -> tuple[str, ...]:
    """Return the paragraphs that are shown, and kept as they were shown; `address` is where the city is written to."""
    return (
        (
            f"You agree to sign this attestation electronically, and that {city} gives you this text, the signed "
            "document and the receipt electronically instead of on paper. What you sign here binds the vendor like "
            "ink on paper."
        ),
        (
            "It is your choice. You can sign on paper or with a certificate instead: download the attestation, sign it "
            "and upload it. Nothing changes for the vendor, and it costs nothing."
        ),
        (
            "You can withdraw this consent: before you sign, by leaving this page; afterwards, for everything still to "
            f"come, by writing to {address}. What was signed before stays signed."
        ),
        (
            "You can have paper: the signed document is yours to download and print at any time, and "
            f"{city} sends you a copy on paper, free of charge, when you write to {address}."
        ),
        (
            "You need a browser like this one, the mailbox at which the city writes to you, and a program that shows "
            f"PDF. When your e-mail address changes, tell {address}."
        ),
    )
