"""How often one address may post here; counted per process, the lasting lock-out stands in the table of attempts."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

TRIES = "60 per minute"

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
posts = limiter.shared_limit(TRIES, scope="account", methods=["POST"])
