"""What a password must be: long, not a common one, not made of its owner's names."""

from __future__ import annotations

from typing import Final

SHORTEST: Final = 12
LONGEST: Final = 200
FEWEST_SIGNS: Final = 5
FEWEST_LEFT: Final = 8
SHORTEST_NAME: Final = 3

COMMON: Final = frozenset(
    [
        "password1234",
        "password12345",
        "password123456",
        "password12345678",
        "passwordpassword",
        "mypassword123",
        "password@123",
        "p@ssw0rd1234",
        "passw0rd1234",
        "adminadmin123",
        "administrator",
        "administrator1",
        "admin1234567",
        "adminpassword",
        "welcome12345",
        "welcome123456",
        "letmein12345",
        "letmeinplease",
        "iloveyou1234",
        "iloveyouforever",
        "changeme1234",
        "changemeplease",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwerty123456",
        "qwerty12345678",
        "qwertyuiopasdf",
        "1qaz2wsx3edc",
        "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u",
        "123456789012",
        "1234567890123",
        "12345678901234",
        "0123456789012",
        "123456789abc",
        "abcdefghijkl",
        "abcdefghijklmn",
        "abcd12345678",
        "abc123456789",
        "correcthorsebatterystaple",
        "trustno1trustno1",
        "sunshine1234",
        "princess1234",
        "football1234",
        "baseball1234",
        "superman1234",
        "monkey123456",
        "dragon123456",
        "master123456",
        "shadow123456",
        "secret123456",
        "secretsecret",
        "topsecret123",
        "summer202612",
        "winter202612",
        "spring202612",
        "default12345",
        "testtesttest",
        "test12345678",
        "testpassword",
        "temppassword",
        "temporary123",
        "temporarypassword",
        "computer1234",
        "internet1234",
        "liverpool1234",
        "chocolate1234",
        "microsoft123",
        "starwars1234",
        "whatever1234",
        "michael12345",
        "jennifer1234",
        "asdfghjkl123",
        "asdfghjkl;'.",
        "zxcvbnm12345",
        "zaq12wsxcde3",
        "987654321098",
        "111122223333",
        "112233445566",
        "121212121212",
        "vendorprivacy",
        "vendorprivacytracker",
        "privacyofficer",
        "procurement123",
        "cityofsanjose",
    ]
)


def fault(password: str, email: str, name: str) -> str | None:
    """Return one sentence that says what is wrong with a new password, or None when it will do."""
    if len(password) < SHORTEST:
        return f"Choose a password of at least {SHORTEST} characters; several words are easy to remember."
    if len(password) > LONGEST:
        return f"Choose a password of at most {LONGEST} characters."
    plain = "".join(password.casefold().split())
    if plain in COMMON or len(set(plain)) < FEWEST_SIGNS:
        return "Choose another password: this one is among the first that others would try."
    if len(_without_names(plain, email, name)) < FEWEST_LEFT:
        return "Choose another password: this one is mostly your own name or e-mail address."
    return None


def _without_names(plain: str, email: str, name: str) -> str:
    address = email.casefold()
    words = {address, *address.replace("@", ".").split("."), address.partition("@")[0], *name.casefold().split()}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_NAME:
            plain = plain.replace(word, "")
    return plain
