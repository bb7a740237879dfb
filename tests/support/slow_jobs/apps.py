import time
from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig

from xiuhua.kernel.text import Text
from xiuhua.platform.work import kinds
from xiuhua.platform.work.progress import Progress

STEP_SECONDS = 0.05


def count_slowly(arguments: Mapping[str, Any], progress: Progress) -> kinds.Finished:
    """Count to the given number, a little pause at each step."""
    for done in range(arguments["steps"]):
        progress.step(done + 1, arguments["steps"])
        time.sleep(STEP_SECONDS)
    return kinds.Finished(result=str(arguments["steps"]))


class SlowJobsConfig(AppConfig):
    name = "support.slow_jobs"
    label = "slow_jobs"

    def ready(self) -> None:
        for code, resumable in (("slow.resumable", True), ("slow.once", False)):
            kinds.register(
                code, count_slowly, label=Text("慢慢数", "counting"), unit=Text("步", "steps"), resumable=resumable
            )
