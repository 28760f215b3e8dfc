"""Mails written on the console, for a site that serves this machine only: as they read, so that their links can be
followed. Django writes them as they travel, which cuts a long link over two lines."""

from django.core.mail.backends import console


class EmailBackend(console.EmailBackend):
    def write_message(self, message):
        self.stream.write(f"À : {', '.join(message.recipients())}\nObjet : {message.subject}\n\n{message.body}\n")
        self.stream.write("-" * 79 + "\n")
