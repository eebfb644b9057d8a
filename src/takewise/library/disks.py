"""Whether a folder is on this machine's own disk, or on one that several machines share."""

from __future__ import annotations

import os
from pathlib import Path

import psutil

# File systems of other machines, and those through which a virtual machine sees its
# host's folders: on none of them can processes share memory through a file, which
# SQLite's write-ahead log needs (https://sqlite.org/wal.html, section 1).
_SHARED_SYSTEMS = frozenset(
    {
        "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "glusterfs", "gpfs", "lustre", "nfs",
        "nfs4", "panfs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav",
    }
)  # fmt: skip


def on_share(path: Path) -> bool:
    """Return whether a file, which need not exist, is on a disk that other machines use too.

    That is so for network folders, for folders that a virtual machine has of its host, and for
    file systems of programs (FUSE, such as sshfs).
    """
    whole = os.path.realpath(path)
    if whole.startswith("\\\\"):
        return True
    holding = [
        disk
        for disk in psutil.disk_partitions(all=True)
        if _holds(disk.mountpoint, os.path.normcase(whole))
    ]
    if not holding:
        return False
    # Of two mounts in the same place the later one covers the earlier.
    disk = max(reversed(holding), key=lambda each: len(each.mountpoint))
    kind = disk.fstype.lower()
    remote = "remote" in disk.opts.split(",")
    return remote or kind in _SHARED_SYSTEMS or kind.startswith(("fuse.", "macfuse", "osxfuse"))


def _holds(mountpoint: str, path: str) -> bool:
    top = os.path.normcase(mountpoint).rstrip("/\\")
    return path == top or path.startswith((f"{top}/", f"{top}\\"))
