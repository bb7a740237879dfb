"""Taking uploads without ever putting them on disk in the clear."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Concatenate, ParamSpec

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


class InMemory(FileUploadHandler):
    """Keeps the files of a request in memory up to a size together; what is beyond is read away.

    ``left_out`` names the fields whose files were too large for that.
    """

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self._limit = limit
        self._data = BytesIO()
        self._kept = 0
        self.left_out: set[str] = set()

    @property
    def too_large(self) -> bool:
        """Say whether a file was left out."""
        return bool(self.left_out)

    def new_file(self, *args: object, **kwargs: object) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._data = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece, or give the file up."""
        self._kept += len(raw_data)
        if self._kept > self._limit:
            self.left_out.add(str(self.field_name))
            raise SkipFile
        self._data.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """Return the file."""
        self._data.seek(0)
        return InMemoryUploadedFile(
            self._data, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


def in_memory(limit: Callable[[HttpRequest], int]) -> Callable[[View[Arguments]], View[Arguments]]:
    """Let a view take files, each up to a size; it finds the handler as ``request.in_memory``.

    The form is read only after the handler is set, so the mark against forgery is checked here, not before.
    """

    def decorate(view: View[Arguments]) -> View[Arguments]:
        @csrf_exempt
        @wraps(view)
        def taking(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            take_in_memory(request, limit(request))
            return csrf_protect(view)(request, *args, **kwargs)

        return taking

    return decorate


def take_in_memory(request: HttpRequest, limit: int) -> None:
    """Set the handler for the files of a request that nobody has read yet."""
    request.in_memory = InMemory(request, limit)
    request.upload_handlers = [request.in_memory]
