"""What a page costs to make: SQL queries, and CPU as a multiple of the yardstick Y."""

from statistics import median
from time import thread_time
from typing import NamedTuple

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ptce_hub.site.measuring.yardstick import YardstickHandler
from ptce_hub.site.memory import settle


class Answer(NamedTuple):
    status: int
    type: str
    body: bytes


class Server:
    """The site, or the yardstick, called as a WSGI server calls it."""

    def __init__(self, handler=WSGIHandler):
        self.handler = handler()
        self.factory = RequestFactory(SERVER_NAME="localhost")
        settle()  # as ptce_hub/wsgi.py does

    def get(self, address):
        environ = self.factory.get(address, secure=True).environ
        response = self.handler(environ, lambda status, headers, *_: None)
        try:
            return Answer(response.status_code, response["Content-Type"].partition(";")[0], b"".join(response))
        finally:
            response.close()

    def seconds(self, address, fresh=False):
        """CPU seconds of this thread, those of a database server not in; ``fresh`` forgets what is kept a while."""
        if fresh:
            caches["drawn"].clear()
        start = thread_time()
        self.get(address)
        return thread_time() - start

    def queries(self, address):
        caches["drawn"].clear()
        with CaptureQueriesContext(connection) as queries:
            self.get(address)
        return len(queries)


def in_yardsticks(site, addresses, rounds, fresh=False):
    """For each address, its CPU in Y: medians over the rounds, the yardstick's turn coming before each page's."""
    yardstick = Server(YardstickHandler)
    for server, address in [(yardstick, "/"), *((site, address) for address in addresses)]:
        server.get(address)  # what is compiled or read once is not counted
    units, costs = [], {address: [] for address in addresses}
    for _ in range(rounds):
        for address, seconds in costs.items():
            units.append(yardstick.seconds("/"))
            seconds.append(site.seconds(address, fresh))
    unit = median(units)
    return {address: median(seconds) / unit for address, seconds in costs.items()}, unit
