"""How web, worker and scheduler are started: the same on a developer's machine and a server."""

from .place import ROOT


def module(python: str, *words: str) -> list[str]:
    """Run a module of the virtual environment; nothing beside the script is imported by chance."""
    return [python, "-P", "-m", *words]


def web(python: str, *, bind: str, workers: int) -> list[str]:
    """gunicorn; ``bind`` is ADDRESS:PORT."""
    command = module(python, "gunicorn", "config.wsgi", f"--bind={bind}", f"--workers={workers}")
    return [*command, "--config=python:config.gunicorn", f"--chdir={ROOT}"]


def worker(python: str, *, queues: str, processes: int, name: str) -> list[str]:
    """Celery; ``queues`` with commas between them, ``name`` tells it apart from other workers."""
    command = [*_celery(python), "worker", "--loglevel=INFO", "--pool=prefork"]
    return [*command, f"--concurrency={processes}", f"--queues={queues}", f"--hostname={name}@%h"]


def scheduler(python: str, *, schedule: str) -> list[str]:
    """Celery's beat; ``schedule`` is the file in which it remembers what it sent."""
    return [*_celery(python), "beat", "--loglevel=INFO", f"--schedule={schedule}", "--pidfile="]


def manage(python: str, *words: str) -> list[str]:
    """A command of Django."""
    return module(python, "django", *words)


def _celery(python: str) -> list[str]:
    return [*module(python, "celery"), f"--workdir={ROOT}", "-q", "-A", "config"]
