"""A reader who comes by the WSGI application, as a server calls it."""

import gzip
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from portal.kept.front import KeptPages
from portal.kept.shelf import Shelves
from stats import going_out

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36"


@dataclass
class Answer:
    status_code: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self):
        """The body as the reader's browser has it."""
        is_packed = self.body and self.headers.get("Content-Encoding") == "gzip"
        return gzip.decompress(self.body) if is_packed else self.body

    @property
    def text(self):
        return self.content.decode()


class FrontDoor:
    """One server process. `made` names each page that Django was asked for, in order."""

    def __init__(self, shelves=None, server=""):
        self.made, self.server = [], server
        self.django = WSGIHandler()
        self.application = KeptPages(self.ask_django, going_out, shelves or Shelves())

    def ask_django(self, environ, start_response):
        query = environ.get("QUERY_STRING")
        self.made.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        return self.django(environ, start_response)

    def get(self, path, **headers):
        return self.request("GET", path, **headers)

    def request(self, method, path, **headers):
        headers = {"Host": "testserver", "User-Agent": BROWSER, "Accept-Encoding": "gzip, br"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        environ = RequestFactory().generic(method, path, headers=headers).environ
        environ["SERVER_SOFTWARE"] = self.server
        begun = []
        result = self.application(
            environ, lambda status, headers, exc=None: begun.extend([status, headers])
        )
        body = b"".join(result)
        if hasattr(result, "close"):
            result.close()
        status, headers = begun
        return Answer(int(status[:3]), dict(headers), body)
