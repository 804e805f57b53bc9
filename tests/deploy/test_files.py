"""What can be tested of a server's files where no Docker engine runs."""

import importlib
import os
import re
import subprocess

import pytest

from script.lib.process import ALIVE, PROCESSES
from tests.deploy.reading import (
    COMPOSE,
    DOCKERFILE,
    EXAMPLE,
    documented,
    explained,
    instructions,
    of_stage,
    read_by_scripts,
    read_by_settings,
)
from tests.house.files import ROOT
from tests.scripts.test_debian_packages import read

SERVICES = COMPOSE["services"]
STAGES = {stage for stage, *_ in instructions()} - {"base"}
OURS = [name for name, one in SERVICES.items() if one["image"] == "yujian-application"]


def test_every_service_is_built_from_a_stage_and_every_stage_has_one():
    built = {name: one["build"]["target"] for name, one in SERVICES.items()}

    assert set(built.values()) == STAGES == {"application", "front", "database", "broker"}
    assert {one["image"] for one in SERVICES.values()} == {f"yujian-{stage}" for stage in STAGES}
    assert {"web", "worker", "printing", "scheduler", "front", "database", "broker"} <= set(built)


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_waits_for_exists_and_can_say_that_it_is_well(name):
    for other, on in SERVICES[name].get("depends_on", {}).items():
        assert other in SERVICES
        if on["condition"] == "service_healthy":
            assert SERVICES[other]["healthcheck"]["test"]
        else:
            assert SERVICES[other]["restart"] == "no"


@pytest.mark.parametrize("name", SERVICES)
def test_volumes_and_networks_are_declared(name):
    one = SERVICES[name]
    sources = [volume.rpartition(":/")[0] for volume in one.get("volumes", [])]
    named = [source for source in sources if re.fullmatch(r"\w+", source)]

    assert set(named) <= set(COMPOSE["volumes"])
    assert set(one["networks"]) <= set(COMPOSE["networks"])


def test_only_the_front_has_ports_and_only_it_reaches_out():
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["front"]
    assert [name for name, one in SERVICES.items() if "outer" in one["networks"]] == ["front"]
    assert COMPOSE["networks"]["inner"]["internal"] is True


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_has_few_rights_and_limits(name):
    one = SERVICES[name]

    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "deploy" in one or name == "operator"
    assert one["restart"] in ("unless-stopped", "no")


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_no_image_runs_as_root(stage):
    (user,) = of_stage(stage, "USER")

    assert user != "root"
    order = [what for where, what, _ in instructions() if where == stage]
    assert order.index("USER") > max(i for i, what in enumerate(order) if what == "RUN")


@pytest.mark.parametrize("name", sorted(set(OURS) - {"operator"}))
def test_our_services_are_processes_that_script_run_knows(name):
    (process,) = SERVICES[name]["command"]

    assert process == name
    assert process in PROCESSES
    if "healthcheck" in SERVICES[name]:
        assert SERVICES[name]["healthcheck"]["test"][:3] == ["CMD", "script/run", "alive"]
        assert SERVICES[name]["healthcheck"]["test"][3] in ALIVE


def test_every_queue_has_a_worker():
    from django.conf import settings  # noqa: PLC0415 -- settings are read when they are needed

    wanted = {settings.CELERY_TASK_DEFAULT_QUEUE}
    (routes,) = settings.CELERY_TASK_ROUTES
    wanted |= {route["queue"] for route in routes.values()}
    served = {
        queue
        for name in OURS
        for word in PROCESSES.get(name, list)()
        if word.startswith("--queues=")
        for queue in word.removeprefix("--queues=").split(",")
    }
    assert wanted <= served


def test_what_the_processes_load_can_be_loaded():
    web = PROCESSES["web"]()

    assert callable(importlib.import_module(web[web.index("gunicorn") + 1]).application)
    assert importlib.import_module("config").celery_app.main == "yujian"
    (config,) = [word for word in web if word.startswith("--config=python:")]
    assert importlib.import_module(config.rpartition(":")[2]).logconfig_dict


def test_everything_that_is_copied_or_started_is_there():
    for stage, instruction, words in instructions():
        if instruction == "COPY":
            for source in words.split()[:-1]:
                assert (ROOT / source).exists(), f"{stage} copies {source}"
        if instruction == "ENTRYPOINT":
            (script,) = re.findall(r'"([^"]+)"', words)
            assert os.access(ROOT / script, os.X_OK), script
    tests = [one["healthcheck"]["test"][1] for one in SERVICES.values() if "healthcheck" in one]
    own = [test for test in tests if not test.startswith("/usr/")]
    assert [test for test in own if not os.access(ROOT / test, os.X_OK)] == []


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_an_image_installs_its_part_of_the_one_list(stage):
    (install,) = [run for run in of_stage(stage, "RUN") if "script/setup" in run]

    assert f"script/setup --image {stage} " in install + " "
    assert read("debian_packages", stage)
    assert "apt-get" not in DOCKERFILE


def test_every_variable_is_documented_and_nothing_else_is():
    scripts_only = {"YUJIAN_CERTIFICATES", "YUJIAN_BACKUP"}  # folders that compose mounts

    known = set(read_by_settings()) | read_by_scripts() | scripts_only
    developers = {"YUJIAN_ENV"}
    assert known - documented() - developers == set()
    assert documented() - known == set()


def test_what_the_settings_demand_is_in_compose_or_in_the_example():
    demanded = {name for name, readers in read_by_settings().items() if "text" in readers}
    in_example = set(re.findall(r"^(YUJIAN_\w+)=", EXAMPLE, re.MULTILINE))
    in_compose = set(SERVICES["web"]["environment"])

    assert demanded - in_example - in_compose == set()
    (build,) = [run for run in of_stage("application", "RUN") if "collectstatic" in run]
    assert {name for name in demanded if f"{name}=" not in build} == set()


def test_the_example_holds_no_secret_and_only_known_names():
    lines = re.findall(r"^#?(YUJIAN_\w+)=(.*)$", EXAMPLE, re.MULTILINE)

    assert {name for name, _ in lines} - explained() == set()
    secret = [name for name, value in lines if re.search("KEY|PASSWORD", name) and value]
    assert secret == []
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert ".env" in (ROOT / ".dockerignore").read_text(encoding="utf-8").split()


def test_variables_that_compose_fills_in_come_from_the_example():
    used = set(re.findall(r"\$\{(YUJIAN_\w+)", (ROOT / "docker-compose.yml").read_text()))

    assert used - set(re.findall(r"^#?(YUJIAN_\w+)=", EXAMPLE, re.MULTILINE)) == set()


def test_static_files_are_collected_as_the_image_does_it(tmp_path):
    (build,) = [run for run in of_stage("application", "RUN") if "collectstatic" in run]
    environ = dict(re.findall(r"(\w+)=(\S+)", build)) | {"YUJIAN_LOCAL_DIR": str(tmp_path)}
    done = subprocess.run(
        ["script/run", "manage", "collectstatic", "--noinput", "--verbosity=0"],
        cwd=ROOT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.mark.parametrize("words", [[], ["nothing"], ["manage"], ["alive"], ["alive", "nobody"]])
def test_script_run_refuses_what_it_does_not_know(words):
    done = subprocess.run([ROOT / "script" / "run", *words], capture_output=True, text=True)

    assert done.returncode == 1
    assert done.stderr.startswith("error: usage: script/run web|worker")
