"""Builds the library with cargo and puts it into the wheel: a hook of hatchling.

The modules are checked in, those that uniffi generates too; all that is missing is the library. One
wheel serves every Python 3 of a platform, since `ctypes` loads it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LibraryHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            raise RuntimeError("only wheels are built: the library's sources are a cargo workspace")
        if version == "editable":
            raise RuntimeError("the library is not beside the modules here: install the wheel")
        library = build(Path(self.root).parents[1])
        build_data["tag"] = f"py3-none-{platform()}"
        build_data["pure_python"] = False
        build_data["force_include"][str(library)] = f"frameseal/{library.name}"


def build(workspace: Path) -> Path:
    """Builds the library and gives a copy without symbols that nobody needs."""
    # Kotlin and Swift are tested with the same, so that cargo builds it once.
    command = "cargo build --release --locked -p frameseal-uniffi --lib"
    subprocess.run(command.split(), cwd=workspace, check=True)
    name = {"darwin": "libframeseal_uniffi.dylib", "win32": "frameseal_uniffi.dll"}
    target = workspace / os.environ.get("CARGO_TARGET_DIR", "target")
    built = target / "release" / name.get(sys.platform, "libframeseal_uniffi.so")
    stripped = target / "python" / built.name
    stripped.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(built, stripped)
    if sys.platform != "win32":  # There, symbols are in a file of their own.
        how = ["-x"] if sys.platform == "darwin" else ["--strip-unneeded"]
        subprocess.run(["strip", *how, str(stripped)], check=True)
    return stripped


def platform() -> str:
    """Gives the platform's tag, such as `linux_x86_64`."""
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
