"""A process killed at any moment: what it was doing must be done whole, or not at all."""

import os
import random
import signal
import time
import traceback

from django.db import connection


def kill_at_random(act, within):
    """Runs ``act`` in a process of its own and kills it before ``within`` seconds are out; whether it was cut short."""
    connection.close()  # each process opens its own
    child = os.fork()
    if not child:
        code = 1
        try:
            act()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    time.sleep(random.uniform(0, within))  # noqa: S311
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)
