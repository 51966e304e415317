"""Runs under a peer's own Python, and times it: nothing that is not built in is imported before.

    python -I timed.py MODE DRIVER MODULE:NAME EVENT FOLDERS PRELOAD [CALLS]

cold    import the module, answer one event, tell what that took
warm    after some calls, for each number on stdin: so many calls, each with a fresh copy of the
        event that is made while the clock stands, and the nanoseconds they took
count   the calls alone, for a counter of instructions around the process

DRIVER is a module of this folder, which knows how a platform calls its functions. PRELOAD are the
modules that the platform's runtime has imported before it looks at the user's; FOLDERS come first
on the path, as on the platform. The event is in marshal's format, which needs no import.
"""

import marshal
import sys
import time

HERE = __file__.rpartition("/")[0]
CLOCK = time.perf_counter_ns
WARM_UP = 200
BATCH, BATCH_BYTES = 50, 16_000_000


def main(mode, driver_name, spec, event_file, folders, preload, calls="0"):
    answers = own_output()
    sys.path.insert(0, HERE)
    driver = __import__(driver_name)
    del sys.path[0]
    with open(event_file, "rb") as file:
        octets = file.read()
    for name in preload.split(",") if preload else ():
        __import__(name)
    driver.preloaded()
    sys.path[:0] = folders.split(":")
    if mode == "cold":
        said = cold(driver, spec, marshal.loads(octets))
    elif mode == "count":
        said = count(driver, spec, octets, int(calls))
    else:
        said = warm(driver, spec, octets, answers)
    tell(answers, said)
    # Platforms freeze or kill; nothing is torn down there.
    exit_now()


def cold(driver, spec, event):
    modules = len(sys.modules)
    began = CLOCK()
    function = driver.load(spec)
    loaded = CLOCK()
    arguments = driver.arguments(function, event)
    called = CLOCK()
    result = driver.function_of(function)(*arguments)
    ended = CLOCK()
    return {
        "import_us": (loaded - began) / 1e3,
        "first_us": (ended - called) / 1e3,
        "total_us": (loaded - began + ended - called) / 1e3,
        "modules": len(sys.modules) - modules,
        "peak_kib": peak(),
        "answer": driver.answer(result),
    }


def warm(driver, spec, octets, answers):
    import gc

    function = driver.load(spec)
    called = driver.function_of(function)
    result = None
    size = max(1, min(BATCH, BATCH_BYTES // len(octets)))
    for _ in range(WARM_UP if size == BATCH else size):
        result = called(*driver.arguments(function, marshal.loads(octets)))
    tell(answers, {"answer": driver.answer(result)})
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        left, total = int(line), 0
        while left > 0:
            batch = [
                driver.arguments(function, marshal.loads(octets)) for _ in range(min(size, left))
            ]
            left -= len(batch)
            gc.collect()
            began = CLOCK()
            for arguments in batch:
                called(*arguments)
            total += CLOCK() - began
        tell(answers, total)
    return {"peak_kib": peak()}


def count(driver, spec, octets, calls):
    import gc

    function = driver.load(spec)
    called = driver.function_of(function)
    called(*driver.arguments(function, marshal.loads(octets)))
    gc.collect()
    gc.freeze()
    for _ in range(calls):
        called(*driver.arguments(function, marshal.loads(octets)))
    return calls


def own_output():
    """The descriptor that answers go to; what the functions print and log goes nowhere."""
    import os

    own = os.dup(1)
    os.set_inheritable(own, False)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return own


def tell(answers, value):
    import os

    os.write(answers, repr(value).encode() + b"\n")


def peak():
    """The most memory that was resident, in KiB."""
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))


def exit_now():
    import os

    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
