"""The text of a letter with its links to this installation made clickable."""

import re

SPACE = re.compile(r"(\s+)")


def linked(text: str, base_url: str) -> list[tuple[str, str | None]]:
    """Cut the text into pairs of words and address; the address is None for what is no link of ours.

    Without `base_url` nothing is a link.
    """
    parts: list[tuple[str, str | None]] = []
    for word in SPACE.split(text):
        if base_url and (word == base_url or word.startswith(base_url + "/")):
            parts.append((word, word))
        elif parts and parts[-1][1] is None:
            parts[-1] = (parts[-1][0] + word, None)
        else:
            parts.append((word, None))
    return parts
