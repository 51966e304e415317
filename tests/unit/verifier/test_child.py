import sys
import time
from pathlib import Path

import pytest

from faasport.verifier.child import Child, closed
from faasport.verifier.conversation import Conversation
from faasport.verifier.host import HostError


@pytest.fixture
def start(tmp_path):
    children = []

    def start(source, kind=Conversation):
        command = [sys.executable, "-I", "-c", source]
        children.append(kind(command, cwd=tmp_path, environment=closed({"A": "1"})))
        return children[-1]

    yield start
    for child in children:
        child.stop()


def test_a_child_sees_nothing_of_our_environment(start, monkeypatch):
    monkeypatch.setenv("CONTAINER_NAME", "x")
    source = "import os, json; print(json.dumps(dict(os.environ)), flush=True); input()"
    conversation = start(source)

    seen = conversation.listen(timeout=20)

    assert seen["A"] == "1"
    assert "CONTAINER_NAME" not in seen


def test_output_that_nobody_asked_for_is_drained_and_its_end_is_kept(start):
    source = "import sys; print('x' * 1_000_000, 'the last words', sep='\\n'); sys.exit(1)"
    child = start(source, Child)

    code = child.process.wait(20)

    assert code == 1
    assert child.ended().endswith("the last words")


def test_stop_ends_what_the_child_started(start):
    source = (
        "import subprocess, sys, time;"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    child = start(source, Child)
    while not child.said:
        assert child.alive
    grandchild = int(child.said)

    child.stop(grace=0)
    child.stop()

    assert not child.alive
    assert _ends(grandchild)


def _ends(pid, patience=20.0):
    """Whether the process ends: the kernel carries out a kill some time after it was asked to."""
    until = time.monotonic() + patience
    while _runs(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def _runs(pid):
    """Whether the process is there and is not a zombie that waits for its new parent."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_child_that_ends_is_told_with_its_own_words(start):
    conversation = start("import sys; input(); sys.exit('no such module')")

    with pytest.raises(HostError, match="exit code 1:\nno such module"):
        conversation.ask({}, timeout=20)


def test_a_child_that_is_silent_is_not_waited_for(start):
    conversation = start("import time; time.sleep(60)")

    with pytest.raises(HostError, match=r"no answer within 0\.2 s"):
        conversation.ask({}, timeout=0.2)


def test_guests_send_nothing_unless_the_project_says_so():
    assert closed({})["GUEST_BINDINGS"] == "off"
    assert closed({"GUEST_BINDINGS": "on"})["GUEST_BINDINGS"] == "on"
