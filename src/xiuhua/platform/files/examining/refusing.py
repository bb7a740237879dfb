"""The refusal of a file."""

from xiuhua.kernel.refusals import Problem

FIELD = "file"


class FileRefused(Exception):
    """The file is not taken; ``problem`` says why and what to do."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code, FIELD, values)
