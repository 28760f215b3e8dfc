"""What every public page must keep within."""

import math
from typing import NamedTuple

from ptce_hub.site.measuring.pages import HOME, LIST, RECORD, SEARCH

NODES, REQUESTS, COMPRESSED = 350, 10, 150_000  # bytes
GRADE = "A"


class Bar(NamedTuple):
    """CPU in multiples of the yardstick Y, over random addresses of the kind."""

    median: float
    p95: float = math.inf

    def missed(self, median, p95):
        """What is past the bar, in words."""
        if median > self.median:
            yield f"{median:.2f} Y à la médiane (au plus {self.median})"
        if p95 > self.p95:
            yield f"{p95:.2f} Y pour 95 % des adresses (au plus {self.p95})"


CPU = {HOME: Bar(1.5), RECORD: Bar(1.5), LIST: Bar(5, 10), SEARCH: Bar(5, 10)}


def excesses(weight):
    """What is past the budget, in words; nothing for a page that keeps within."""
    found = {
        f"{weight.nodes} nœuds (au plus {NODES})": weight.nodes > NODES,
        f"{weight.requests} requêtes (au plus {REQUESTS})": weight.requests > REQUESTS,
        f"{weight.compressed // 1000} ko (au plus {COMPRESSED // 1000})": weight.compressed > COMPRESSED,
        f"EcoIndex {weight.grade} (attendu {GRADE})": weight.grade != GRADE,
    }
    return [words for words, past in found.items() if past]
