"""A long run of certificates in a process that holds nothing else, as the worker does it: `bench.papers` starts it."""

import json
import sys
import time

import django

from bench import figures


def main(session: str, user: str, *, by_processor: bool) -> None:
    """Print the milliseconds to issue, those to print, and the most memory in megabytes."""
    django.setup()
    from takwin.accounts.models import User
    from takwin.certificates.actions import bundle_certificates, issue_certificates
    from takwin.training.models import TrainingSession

    if by_processor:
        figures.clock = time.process_time
    held, by = TrainingSession.objects.get(pk=session), User.objects.get(pk=user)
    issued = figures.timed(lambda: issue_certificates(held, by=by))
    printed = figures.timed(lambda: bundle_certificates(held, by=by))
    print(json.dumps([issued, printed, figures.most_memory()]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], by_processor=sys.argv[3:] == ["--processor"])
