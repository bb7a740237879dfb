"""The verbs of the command line. Each file offers ``register(subparsers)`` and ``run(arguments) -> exit code``."""
