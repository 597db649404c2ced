"""What a service raises when a rule forbids a deed; it carries the field and the sentence shown."""


class RuleBroken(Exception):
    """A rule forbids the deed; `field` names the form field ('' for the whole form), `sentence` is shown."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class Conflict(RuleBroken):
    """Somebody else changed the same thing since it was read; nothing was saved."""


class NotAllowed(RuleBroken):
    """The deed is not this actor's to do (for example reviewing one's own submission)."""
