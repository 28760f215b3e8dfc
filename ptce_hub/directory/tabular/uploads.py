"""A file too large is not kept while it comes in: its bytes are let go as they are read."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from ptce_hub.directory.tabular.limits import MOST_BYTES


class Ceiling(FileUploadHandler):
    """First of the upload handlers of the site. ``request.upload_too_large`` says that it let a file go."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data, start):
        self.received += len(raw_data)
        if self.received > MOST_BYTES:
            self.request.upload_too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None
