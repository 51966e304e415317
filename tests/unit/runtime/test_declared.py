"""How a declared handler is found again: its module is imported."""

from __future__ import annotations

import sys

from faasport.runtime.declared import handler_of

SOURCE = """
import sys
import faasport

frame, room = sys._getframe(), 0
while frame is not None:
    room = max(room, frame.f_code.co_stacksize)
    frame = frame.f_back

@faasport.http("GET", "/")
def serve(): return {}
"""


def test_a_module_is_imported_with_room_for_its_frames(tmp_path, monkeypatch):
    (tmp_path / "with_room.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(str(tmp_path))

    module, handler = handler_of("with_room:serve")

    assert handler is module.serve
    # Pieces of the interpreter's own stack have 2,048 places; what a call asks for is kept whole.
    assert module.room > 10 * 2048
    del sys.modules["with_room"]
