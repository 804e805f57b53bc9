"""The private PostgreSQL cluster in ``.local/postgres``.

It listens on no network address. Its socket lies in a folder that only its owner (and
root) may enter, which is why the socket needs no password.
"""

import shutil
import subprocess
from pathlib import Path

from .failure import Failure
from .other_user import ServiceUser
from .place import DATABASE_PORT, ROOT

BINARIES = Path("/usr/lib/postgresql/15/bin")
LONGEST_SOCKET_PATH = 107

CONFIGURATION = """\
# Written anew at every start by script/lib/postgres.py.
listen_addresses = ''
port = {port}
unix_socket_directories = '{socket_folder}'
shared_buffers = 256MB
# A dump holds a lock on each table of each county at once: 300 counties of 230 tables are 69,000,
# and there is room for this times max_connections. It costs 60 MB of shared memory.
max_locks_per_transaction = 2048
max_connections = 100
log_line_prefix = '%m [%p] %d '
log_min_duration_statement = 2000
timezone = 'UTC'
"""

ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yujian') THEN
        -- May make databases (the tests do), but is no superuser.
        CREATE ROLE yujian LOGIN CREATEDB;
    END IF;
END $$;
"""

TEMPLATE = (Path(__file__).parent / "template.sql").read_text(encoding="utf-8")


class Postgres:
    """Starts, fills and stops the one cluster of this clone."""

    label = "PostgreSQL"

    def __init__(self, folder: Path = ROOT / ".local" / "postgres") -> None:
        self.folder = folder
        self.data = folder / "data"
        self.socket_folder = folder / "run"
        self.log = folder / "log"
        self.user = ServiceUser("postgres")

    def is_running(self) -> bool:
        """True while the server process of this cluster lives."""
        return self.data.exists() and self._control("status").returncode == 0

    def start(self) -> None:
        """Make the cluster if there is none, start it, and see to its databases."""
        self._check_socket_path()
        self._make_folders()
        if not self.data.exists():
            self._initialise()
        configuration = self.data / "postgresql.conf"
        configuration.write_text(
            CONFIGURATION.format(
                port=DATABASE_PORT,
                socket_folder=str(self.socket_folder).replace("'", "''"),
            )
        )
        self.user.give(configuration)
        if self._start().returncode != 0:
            raise Failure(f"The database server did not start; {self._last_words()}")
        self.ensure_databases()

    def revive(self) -> None:
        """Start it again after a crash; it repairs itself from its log first."""
        if self._start().returncode != 0:
            raise Failure(f"The database server did not start again; {self._last_words()}")

    def _start(self) -> subprocess.CompletedProcess[str]:
        return self._control("start", "--wait", "--silent", f"--log={self.log / 'server.log'}")

    def stop(self) -> None:
        """Stop the server; open transactions are rolled back."""
        if self.is_running():
            self._control("stop", "--mode=fast", "--wait", "--silent")

    def ensure_databases(self) -> None:
        """Make the role, the template with PostGIS, and the developer's database, if absent."""
        present = self.query("SELECT datname FROM pg_database").split()
        if "yujian" in present:
            return
        self.query(ROLE)
        if "yujian_template" not in present:
            self._make_template()
        self.create_database("yujian")

    def create_database(self, name: str) -> None:
        """A database of our own from the template, owned by the application's role."""
        self.query(f"CREATE DATABASE {name} OWNER yujian TEMPLATE yujian_template")

    def drop_database(self, name: str) -> None:
        """Remove a database that was made for one run only."""
        self.query(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def query(self, sql: str, *, database: str = "postgres") -> str:
        """Run SQL as the superuser and return what it answered."""
        command = [str(BINARIES / "psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]
        command += ["--set=ON_ERROR_STOP=1", "--username=postgres", f"--dbname={database}"]
        command += [f"--host={self.socket_folder}", f"--port={DATABASE_PORT}"]
        done = subprocess.run(command, input=sql, capture_output=True, text=True, cwd="/")
        if done.returncode != 0:
            raise Failure(f"The database refused a statement of the set-up: {done.stderr.strip()}")
        return done.stdout

    def _last_words(self) -> str:
        log = self.log / "server.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        fatal = [line.partition("FATAL:")[2].strip() for line in lines if "FATAL:" in line]
        return f"it says: {fatal[-1]} (see {log})." if fatal else f"see {log}."

    def _make_template(self) -> None:
        # Built under another name and renamed at the end, so that a set-up which was
        # interrupted never leaves a template without its extensions.
        self.drop_database("yujian_template_new")
        self.query("CREATE DATABASE yujian_template_new TEMPLATE template0")
        self.query(TEMPLATE, database="yujian_template_new")
        self.query("ALTER DATABASE yujian_template_new RENAME TO yujian_template")
        # IS_TEMPLATE lets the role yujian copy it for test databases without being superuser.
        self.query("ALTER DATABASE yujian_template WITH IS_TEMPLATE true")

    def _make_folders(self) -> None:
        # The parent is only passed through; what lies in it is closed to others.
        self.folder.mkdir(mode=0o755, exist_ok=True)
        self.user.give(self.folder)
        for folder in (self.socket_folder, self.log):
            self.user.make_folder(folder)

    def _initialise(self) -> None:
        # Made under another name, so that an interrupted start leaves no half cluster behind.
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        arguments = [str(BINARIES / "initdb"), f"--pgdata={new}", "--username=postgres"]
        arguments += ["--locale=C.UTF-8", "--encoding=UTF8", "--auth=trust", "--no-sync"]
        done = self._run(arguments)
        if done.returncode != 0:
            raise Failure(f"The database cluster could not be made: {done.stderr.strip()}")
        new.rename(self.data)

    def _check_socket_path(self) -> None:
        path = self.socket_folder / f".s.PGSQL.{DATABASE_PORT}"
        if len(str(path).encode()) > LONGEST_SOCKET_PATH:
            raise Failure(
                f"The path of this folder is too long for the database's socket ({path}); "
                "clone the repository into a folder with a shorter path."
            )

    def _control(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run([str(BINARIES / "pg_ctl"), f"--pgdata={self.data}", *arguments])

    def _run(self, arguments: list[str]) -> subprocess.CompletedProcess[str]:
        # A session of its own, so that Ctrl-C in the terminal doesn't reach the server.
        return subprocess.run(
            self.user.command(arguments, reaching=self.folder),
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
        )
