"""``python -m support.slow_jobs KIND STEPS [LOGIN]`` queues a job, for a person or for nobody, and prints its id."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    services, clock = import_module("xiuhua.platform.work.services"), import_module("xiuhua.site.clock")
    kind, steps, *login = sys.argv[1:]
    actor = (
        import_module("xiuhua.platform.accounts.scope").actor_for_login(login[0], on=clock.today()) if login else None
    )
    job_id = clock.new_id()
    services.start(kind, job_id=job_id, owner=actor and actor.person_id, arguments={"steps": int(steps)})
    print(job_id)
