def work(job, limit):
    if not isinstance(job, dict):
        raise TypeError("a job is an object")
    if job.get("amount", 0) > limit:
        raise ValueError("too much")
    return job
