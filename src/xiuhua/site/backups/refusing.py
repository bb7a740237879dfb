"""Why a backup is not made, read or restored."""

from xiuhua.kernel.refusals import Problem


class BackupRefused(Exception):
    """Nothing was made or changed; ``problem`` says why and what to do."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.problem = Problem(code, values=values)
