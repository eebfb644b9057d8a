"""The environment of a child process: the user's, without the host's own settings."""

_HOSTS_OWN = (
    "CONDA_PREFIX",
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "TCL_LIBRARY",
    "TK_LIBRARY",
    "VIRTUAL_ENV",
    "__PYVENV_LAUNCHER__",
)
# A foreign Python, Qt or libstdc++ would be loaded into the core, which then dies.

_HOSTS_FAMILIES = ("DYLD_", "PYTHON", "QML", "QT_", "QTWEBENGINE")


def clean_environment(environ):
    """Return a copy of an environment for the core, without the host's own settings.

    The core's process uses UTF-8 and does not buffer its output.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() not in _HOSTS_OWN and not name.upper().startswith(_HOSTS_FAMILIES)
    }
    kept["PYTHONUTF8"] = "1"
    kept["PYTHONUNBUFFERED"] = "1"
    return kept
