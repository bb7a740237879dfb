"""``python -m bench``: run all measurements, or those that are named, one after the other."""

import argparse
import sys
from pathlib import Path

from bench import export, groups, import_people, ledger, matching, pages, register, summary, verify, writers
from bench.installations import ENGINES, Failed

SCRIPTS = {
    "import_people": import_people,
    "export": export,
    "register": register,
    "writers": writers,
    "verify": verify,
    "ledger": ledger,
    "pages": pages,
    "groups": groups,
    "matching": matching,
    "summary": summary,
}


def main() -> int:
    """Run what is asked for; return 1 only where a measurement could not be made."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help=" ".join(SCRIPTS))
    parser.add_argument("--database", choices=(*ENGINES, "both"), default="both")
    parser.add_argument("--kept", type=Path, help="export, ledger, pages, groups: where filled databases stay")
    for script in SCRIPTS.values():
        script.add_arguments(parser)
    arguments = parser.parse_args()
    if unknown := set(arguments.scripts) - set(SCRIPTS):
        parser.error(f"no such measurement: {' '.join(sorted(unknown))}")
    failed = 0
    for name in arguments.scripts or SCRIPTS:
        for engine in ENGINES if arguments.database == "both" else (arguments.database,):
            try:
                SCRIPTS[name].run(engine, arguments)
            except Failed as error:
                failed = 1
                print(f"\n{engine}: {name} could not be measured: {error}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main())
