"""A third party's importers: `acme.yml` has functions that are almost ours."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from faasport.migrator import documents
from faasport.migrator.draft import Draft, DraftFunction
from faasport.migrator.origin import Asked
from faasport.migrator.reader import Reader


class Acme:
    name: ClassVar[str] = "acme"
    title: ClassVar[str] = "Acme Functions"
    file: ClassVar[str] = "acme.yml"

    def recognised(self, folder: Path) -> Path | None:
        file = folder / self.file
        return file if file.is_file() else None

    def read(self, folder: Path, file: Path, asked: Asked) -> Draft:
        document = documents.read(folder, file)
        draft = Draft(self.name, document.file)
        reader = Reader(document.table)
        draft.settings = {
            "name": reader.take("app", str),
            "env": {"STAGE": asked.stage, **dict(asked.options)},
            "targets": reader.take("targets", dict, {}),
        }
        draft.requirements = reader.each("needs")
        draft.files = {"acme.txt": b"acme\n"} if reader.take("extra", bool) else {}
        functions = reader.section("functions")
        for name, each in functions.sections():
            each.function = name
            draft.functions.append(self._function(name, each, functions.comment(name)))
            if "note" in each:
                note = each.take("note", str, "")
                draft.say("changed", each.where("note"), note, "Read it.", function=name)
        reader.tell(draft)
        return draft

    def _function(self, name: str, reader: Reader, comment: str) -> DraftFunction:
        runtime = reader.take("runtime", str, "python")
        table = {key: reader.take(key) for key in ("http", "queue", "schedule") if key in reader}
        table["timeout"] = reader.take("timeout", int)
        if runtime == "python":
            table |= {"handler": reader.take("handler", str), "dialect": "aws"}
        told = {key: value for key, value in table.items() if value is not None}
        where = reader.where()
        return DraftFunction(name, where, told, comment, "" if runtime == "python" else runtime)


class Anvil(Acme):
    name: ClassVar[str] = "anvil"
    title: ClassVar[str] = "Anvil"
    file: ClassVar[str] = "anvil.json"
