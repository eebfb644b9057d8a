"""The files of a host's plugin."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path, PurePath

import takewise
from takewise.app.host_paths import Host, Places
from takewise.app.installer import Manifest, file_digest
from takewise.errors import OutputError

NOTE = "takewise-host.json"
"""File next to the modules: where this Takewise is."""


def plugin_files(host: Host, where: Places, earlier: Manifest) -> dict[Path, bytes]:
    """Return the files of a host's plugin: path to content.

    Nuke's ``init.py`` is the user's unless `earlier` lists it. Raises `OutputError` if this
    installation has no plugins.
    """
    source = _plugins_folder()
    library, menu = Path(where.library), Path(where.menu)
    found = _modules(source / "shared" / "takewise_host", library)
    own = source / ("resolve" if host == "resolve" else "nuke")
    package = own / ("takewise_resolve" if host == "resolve" else "takewise_nuke")
    found |= _modules(package, library)
    note = json.dumps({"core": core_command()}, indent=1)
    found[library / NOTE] = f"{note}\n".encode()
    if host == "resolve":
        found |= _resolve_menu(own, where)
    elif host == "nuke":
        found |= {library / name: (own / name).read_bytes() for name in ("init.py", "menu.py")}
        start, line = menu / "init.py", f"{nuke_line(where.library)}\n".encode()
        ours = earlier.files.get(start, frozenset())
        if file_digest(start) in {None, *ours}:
            found[start] = line
    else:
        template = (own / "startup.py").read_text(encoding="utf-8")
        found[menu / "takewise_tags.py"] = _filled(template, LIBRARY=str(where.library))
    return found


def nuke_line(library: PurePath) -> str:
    """Return the line of Nuke's ``init.py`` by which it finds the plugin."""
    return f"import nuke; nuke.pluginAddPath({library.as_posix()!r})"


def core_command() -> list[str]:
    """Return how to start this Takewise from elsewhere."""
    for name in ("takewise", "takewise.exe"):
        # Links are kept: the one in the environment's folder belongs to the environment.
        script = Path(sys.executable).with_name(name)
        if script.is_file():
            return [str(script)]
    return [sys.executable, "-m", "takewise"]


def _plugins_folder() -> Path:
    package = Path(takewise.__file__).parent
    for folder in (package / "plugins", package.parents[1] / "plugins"):
        if (folder / "shared").is_dir():
            return folder
    raise OutputError(
        "this installation has no plugins",
        remedy="reinstall Takewise from its wheel or its repository",
    )


def _modules(package: Path, library: Path) -> dict[Path, bytes]:
    files = sorted(package.glob("*.py"))
    return {library / package.name / file.name: file.read_bytes() for file in files}


def _resolve_menu(own: Path, where: Places) -> dict[Path, bytes]:
    """Return a script for each command that the plugin lists."""
    template = (own / "launcher.py").read_text(encoding="utf-8")
    menu = json.loads((own / "menu.json").read_text(encoding="utf-8"))
    return {
        Path(where.menu) / f"{title}.py": _filled(
            template, LIBRARY=str(where.library), COMMAND=command, TITLE=title
        )
        for command, title in menu.items()
    }


def _filled(template: str, **words: str) -> bytes:
    """Fill in a template of Python; whatever a path holds must survive."""

    def filled(found: re.Match[str]) -> str:
        word = words[found[1] or found[2]]
        return ascii(word) if found[1] else word

    # In one pass: a path may look like a placeholder of the template.
    names = "|".join(words)
    return re.sub(f'"@({names})@"|@({names})@', filled, template).encode()
