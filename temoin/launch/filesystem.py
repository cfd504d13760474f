"""Says whether a folder lies on a drive shared over a network, where a database file is not safe."""

from __future__ import annotations

from pathlib import Path

MOUNTS = Path("/proc/mounts")
SHARED = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "afs",
    "drvfs",
    "vboxsf",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "prl_fs",
)


def shared_kind(folder: Path) -> str:
    """The kind of shared drive `folder` lies on, empty where it is local or the system does not say."""
    try:
        mounts = MOUNTS.read_text(errors="replace")
    except OSError:
        return ""
    best = ("", "")
    for line in mounts.splitlines():
        _, mounted_on, kind, *_ = line.split(" ")
        place = mounted_on.replace("\\040", " ")
        if folder.resolve().is_relative_to(place) and len(place) >= len(best[0]):
            best = (place, kind)
    # a sandbox may serve its whole root that way; there is no better place then
    return best[1] if best[0] != "/" and best[1].startswith(SHARED) else ""
