"""Letters kept as files: sample mode, and installations that hand mail over by other means."""

from __future__ import annotations

import os
from email.message import EmailMessage
from pathlib import Path
from tempfile import NamedTemporaryFile

from tracker.mail.transport import Answer, Fate


class FolderTransport:
    """Writes each message as one .eml file, whole or not at all; sent again it is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> Answer:
        """Write the file; a full or missing disk is a reason to try again later."""
        name = f"{_stem(str(message['Message-ID']))}.eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write(name, message.as_bytes())
        except OSError as error:
            return Answer(Fate.LATER, f"The folder of letters cannot be written: {error.strerror}.")
        return Answer(Fate.ACCEPTED, f"Kept as {name}.")

    def close(self) -> None:
        """Nothing stays open."""

    def _write(self, name: str, content: bytes) -> None:
        with NamedTemporaryFile(dir=self.folder, prefix=".", suffix=".part", delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(self.folder / name)


def _stem(message_id: str) -> str:
    local = message_id.strip("<>").partition("@")[0]
    return "".join(character if character.isalnum() else "-" for character in local)
