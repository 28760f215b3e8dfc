"""A mail server of the tests' own, for a site served in another process: what it takes is read as messages."""

import contextlib
import email
import email.policy
import socketserver
import threading
import time


class Talk(socketserver.StreamRequestHandler):
    """Just enough of SMTP (RFC 5321) for one sender."""

    def handle(self):
        self.say("220 ready")
        for line in self.rfile:
            match line[:4].upper():
                case b"DATA":
                    self.say("354 go on")
                    self.server.taken.append(email.message_from_bytes(self.data(), policy=email.policy.default))
                    self.say("250 taken")
                case b"QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 fine")

    def say(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def data(self):
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(line.removeprefix(b".") for line in lines)


class Mailbox(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.taken = []

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def next_for(self, address, patience=20):
        """The text of the next mail to the address, once it has come."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for message in self.taken:
                if message["To"] == address:
                    self.taken.remove(message)
                    return message.get_content()
            time.sleep(0.05)
        raise AssertionError(f"Aucun courrier pour {address}.")


@contextlib.contextmanager
def open_mailbox():
    with Mailbox() as mailbox:
        threading.Thread(target=mailbox.serve_forever, daemon=True).start()
        yield mailbox
        mailbox.shutdown()
