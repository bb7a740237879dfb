"""``python -m support.slow_jobs start ID KIND STEPS`` queues a job; ``… show ID`` prints its row as JSON."""

import json
import sys
from importlib import import_module
from uuid import UUID

import django

if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["start", job_id, kind, steps]:
            services = import_module("xiuhua.platform.work.services")
            services.start(kind, job_id=UUID(job_id), owner=None, arguments={"steps": int(steps)})
        case ["show", job_id]:
            row = import_module("xiuhua.platform.work.models").Job.objects.values().get(id=UUID(job_id))
            print(json.dumps(row, default=str))
        case _:
            sys.exit(2)
