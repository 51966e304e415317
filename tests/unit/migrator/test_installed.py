from __future__ import annotations

from faasport.migrator.installed import Installed


def test_what_a_record_names_is_nobodys_own_code(make_folder):
    root = make_folder(
        {
            "lib/acme-1.0.dist-info/RECORD": "acme/__init__.py,,\nacme.py,,\n",
            "lib/acme/deep/a.py": "",
            "lib/own.py": "",
            "acme/a.py": "",
        }
    )
    installed = Installed(root)

    paths = ["lib/acme/deep/a.py", "lib/acme.py", "lib/own.py", "acme/a.py", "lib"]
    assert [installed.holds(path) for path in paths] == [True, True, False, False, False]
