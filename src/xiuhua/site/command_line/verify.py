"""``xiuhua verify``: is the journal whole, and do the rows say what it says?"""

import argparse

from xiuhua.platform.journal.verification import verify
from xiuhua.site.command_line.console import ConsoleProgress, Subparsers, print_result, say, say_text, verb
from xiuhua.site.command_line.ready import ensure_ready
from xiuhua.site.wordings import catalogue


def register(subparsers: Subparsers) -> None:
    """Add the verb."""
    parser = verb(subparsers, "verify", zh="核对日志链和签名", en="check the journal's chains and signed heads")
    parser.add_argument(
        "--rows", action="store_true", help="并核对每一行数据与日志一致 / also check every row against the journal"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, list what is wrong in both languages, and return 1 if anything is."""
    ensure_ready()
    progress = ConsoleProgress("核对条目", "entries checked")
    found = verify(rows=arguments.rows, progress=progress.step)
    progress.end()
    words = catalogue()
    for problem in found.findings:
        wording = words.word(problem)
        say_text(wording.sentence())
    whole = not found.findings
    if whole:
        say("日志完整", "the journal is whole")
    else:
        say(f"发现 {len(found.findings)} 处不符", f"{len(found.findings)} findings")
    print_result(
        {
            "whole": whole,
            "entries": found.entries,
            "rows": found.rows if arguments.rows else None,
            "findings": [{"code": problem.code, **problem.values} for problem in found.findings],
        }
    )
    return 0 if whole else 1
