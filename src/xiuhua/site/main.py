"""The command ``xiuhua``: one verb per file in ``command_line``, the same doors as the pages.

Django is set up before the verbs are imported, because they import the modules whose services they call.
"""

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module, metadata

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

VERBS = (
    *("serve", "demo", "import", "export", "compare", "corrections", "undo", "verify", "replay", "backup", "restore"),
    *("rotate-key", "check"),
    *("unlock", "figures", "snapshot"),
)
"""In the order in which people meet them; each is a file of ``command_line``."""

FILES = {"import": "importing", "rotate-key": "rotate_key", "unlock": "second_step"}
"""Verbs whose name Python does not take for a file."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES})
"""Errors of a full disk, or of one that may not be written."""

_STOPPED = (
    "数据库或数据文件夹不能用，没有写入一半的内容；请看 xiuhua check 怎么说。"
    " / The database or the data folder cannot be used; nothing half-written stays. See what xiuhua check says."
)

DESCRIPTION = "绣花：从知道到证明，帮扶像绣花一样细。 / Help as fine as needlework, from knowing to proof."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code: 0 done, 1 refused or something is wrong, 2 wrongly called."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiuhua.site.settings")
    if "demo" in words[:1] or "--demo" in words:
        os.environ["XIUHUA_DEMO"] = "1"
    try:
        django.setup()
        arguments = _parser().parse_args(words)
        code: int = arguments.run(arguments)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"xiuhua: {error}\n")
        return 1
    except (DatabaseError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in NO_ROOM:
            raise
        sys.stderr.write(f"xiuhua: {_STOPPED} {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xiuhua", description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"xiuhua {metadata.version('xiuhua')}")
    subparsers = parser.add_subparsers(title="动作 / verbs", metavar="VERB", required=True)
    for verb in VERBS:
        import_module(f"xiuhua.site.command_line.{FILES.get(verb, verb)}").register(subparsers)
    return parser


if __name__ == "__main__":
    sys.exit(main())
