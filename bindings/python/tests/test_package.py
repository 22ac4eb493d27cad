"""The package as it is installed: what is in it, what its documentation says, its example."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
import unittest
from pathlib import Path

import frameseal

HERE = Path(__file__).resolve().parents[1]
INSTALLED = Path(frameseal.__file__).resolve().parent


class Package(unittest.TestCase):
    def test_what_is_tested_is_installed(self) -> None:
        self.assertNotEqual(INSTALLED, HERE / "frameseal")

    def test_modules_are_those_of_the_sources(self) -> None:
        names = {path.name for path in (HERE / "frameseal").iterdir() if path.is_file()}
        self.assertIn("_uniffi.py", names)
        for name in names:
            ours, theirs = (HERE / "frameseal" / name, INSTALLED / name)
            self.assertEqual(ours.read_bytes(), theirs.read_bytes(), name)
        more = {path.name for path in INSTALLED.iterdir() if path.is_file()} - names
        library = {"linux": "libframeseal_uniffi.so", "darwin": "libframeseal_uniffi.dylib"}
        name = library.get(sys.platform, "frameseal_uniffi.dll")
        self.assertEqual(more, {name, "LICENSE-APACHE", "LICENSE-MIT"})

    @unittest.skipIf(sys.platform != "linux", "the list is of Linux")
    def test_readme_lists_what_is_installed(self) -> None:
        listed = re.findall(r"^ +\d+ +frameseal/(.+)$", (HERE / "README.md").read_text(), re.MULTILINE)
        there = sorted(path.name for path in INSTALLED.iterdir() if path.is_file())
        self.assertEqual(listed, there)

    def test_names_are_in_order_and_there(self) -> None:
        names = frameseal.__all__
        self.assertEqual(sorted(set(names)), names)
        self.assertTrue(all(hasattr(frameseal, name) for name in names))

    def test_versions_agree(self) -> None:
        cargo = (HERE / "../../Cargo.toml").read_text()
        self.assertIn(f'\nversion = "{frameseal.version()}"\n', cargo)


class Documentation(unittest.TestCase):
    def test_docstring(self) -> None:
        self.assertEqual(tuple(doctest.testmod(frameseal)), (0, 6))

    def test_readme(self) -> None:
        programs = re.findall(r"```python\n(.*?)```", (HERE / "README.md").read_text(), re.DOTALL)
        self.assertEqual(len(programs), 4)
        for program in programs:
            exec(compile(program, "README.md", "exec"), {"__name__": "readme"})

    def test_example(self) -> None:
        program = [sys.executable, str(HERE / "examples/transcriber.py")]
        said = subprocess.run(program, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
        self.assertEqual(said.splitlines()[1:], ["Alice spoke for 8.02 s", "frames opened: 401"])

    def test_bench(self) -> None:
        program = [sys.executable, str(HERE / "bench/bench.py"), "--rounds=1", "--count=10"]
        said = subprocess.run(program, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
        self.assertEqual(len(said.splitlines()), 2 + 4)


if __name__ == "__main__":
    unittest.main()
