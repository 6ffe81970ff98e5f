from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Looks up no key that can be nobody's: PostgreSQL takes no question with a NUL."""

    def _validate_session_key(self, key):
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
