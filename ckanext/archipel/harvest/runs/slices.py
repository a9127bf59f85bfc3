"""One slice of a run."""


def work(run_id: str, queue_job: str) -> None:
    """Work on a run for a minute at most."""
    raise NotImplementedError
