"""Running a server as an unprivileged user, because PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

from .failure import Failure


class ServiceUser:
    """The user that a private server runs as: a system user when we are root, else ourselves."""

    def __init__(self, system_name: str) -> None:
        self.is_root = os.geteuid() == 0
        self.name = system_name if self.is_root else pwd.getpwuid(os.geteuid()).pw_name
        self._prefix: list[str] | None = None

    def make_folder(self, path: Path) -> None:
        """Make a folder that only this user (and root) may enter."""
        path.mkdir(mode=0o700, exist_ok=True)
        self.give(path)

    def give(self, path: Path) -> None:
        """Hand a file or folder to this user."""
        if self.is_root:
            shutil.chown(path, self.name, pwd.getpwnam(self.name).pw_gid)

    def command(self, arguments: list[str], *, reaching: Path) -> list[str]:
        """The command that runs ``arguments`` as this user, able to reach a folder of its own."""
        if not self.is_root:
            return arguments
        if self._prefix is None:
            self._prefix = self._find_prefix(reaching)
        return [*self._prefix, *arguments]

    def _find_prefix(self, reaching: Path) -> list[str]:
        # --reset-env: with root's HOME the server's outgoing TLS connections fail.
        plain = ["setpriv", f"--reuid={self.name}", f"--regid={self.name}", "--init-groups"]
        # A clone below /root or a 700 temporary folder can't be entered by another user. The
        # server then gets the one capability to pass through, and no other right of root.
        passing = [*plain, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        for prefix in ([*plain, "--reset-env"], [*passing, "--reset-env"]):
            # Not `test -x`: it asks the kernel in a way that leaves capabilities out.
            trial = [*prefix, "ls", "-d", f"{reaching}/."]
            if subprocess.run(trial, cwd="/", capture_output=True).returncode == 0:
                return prefix
        raise Failure(
            f"The user {self.name} cannot enter {reaching}; "
            "clone the repository into a folder that every user may enter, such as /srv."
        )
