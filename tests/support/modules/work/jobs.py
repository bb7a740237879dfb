"""Jobs and their progress."""

from support.declared import Page, asked

PARTS = {
    "job_id": lambda s: s.mine("job", s.zone.job),
}

PAGES = (
    Page("job", (asked(4),), elsewhere="test_job_page.py"),
    Page("job-progress", (asked(4),), no_page="a part of the job's page"),
)
