"""The environment of a child: the user's, without what the host put there for itself."""

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
    """Take a host's own settings out of an environment.

    Parameters
    ----------
    environ
        Name to value.

    Returns
    -------
    dict
        A copy for the core's process, which speaks UTF-8 and keeps nothing back.
    """
    kept = {
        name: value
        for name, value in environ.items()
        if name.upper() not in _HOSTS_OWN and not name.upper().startswith(_HOSTS_FAMILIES)
    }
    kept["PYTHONUTF8"] = "1"
    kept["PYTHONUNBUFFERED"] = "1"
    return kept
