"""Sets Django up before what needs its models is imported."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    sys.stdout.write(import_module("support.later.life").live(sys.argv[1:]))
