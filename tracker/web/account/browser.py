"""What a browser says of itself, in a few words that its owner recognizes."""

NAMES = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
           ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip


def in_words(user_agent: str) -> str:
    """Return for example "Firefox, Windows"; what is not known stays as it was sent."""
    found = [next((word for sign, word in words if sign in user_agent), "") for words in (NAMES, SYSTEMS)]
    return ", ".join(word for word in found if word) or user_agent
