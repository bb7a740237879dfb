"""``python -m support.slow_jobs KIND STEPS`` queues a job."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    services, clock = import_module("xiuhua.platform.work.services"), import_module("xiuhua.site.clock")
    services.start(sys.argv[1], job_id=clock.new_id(), owner=None, arguments={"steps": int(sys.argv[2])})
