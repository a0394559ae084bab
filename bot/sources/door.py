"""Where deliveries of help desks come in."""

from dataclasses import dataclass

PATH = "/webhooks/"
UNSAID = "https://YOUR-ADDRESS"
"""Stands for the public address where nobody has said it."""

_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 — nothing listens by it  # nosec


@dataclass(frozen=True)
class Door:
    """`public_url` is how others reach it, "" where that is not set; `host` and `port` are where the bot listens."""

    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 3000

    def address(self, source: str) -> str:
        """What a help desk is to send to."""
        return f"{self.public_url or UNSAID}{PATH}{source}"

    def nearest(self, source: str) -> str:
        """What is reached from here: the public address if there is one, else where the bot listens."""
        return f"{self.public_url or self.local}{PATH}{source}"

    @property
    def local(self) -> str:
        """Where the bot listens, as it is called from the same machine."""
        host = _ANYWHERE.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
