"""Open a county with made-up data for one partner's developers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django_tenants.utils import tenant_context

from accounts.roles import OF_SERVICES
from operations.opening import open_whole_county
from operations.sandbox import Partner, furnish_sandbox
from tenants.management.base import OperatorCommand


class Command(OperatorCommand):
    help = "Open a sandbox county for a partner and print its program's number and secret, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="GB/T 2260 code of a county that is not open here")
        parser.add_argument("--name", required=True, help="as printed on its papers")
        parser.add_argument("--domain", required=True, action="append", help="the first is primary")
        parser.add_argument("--base-url", default="", help="https://<domain> by default")
        parser.add_argument("--department", default="samr", help="code of the partner's department")
        parser.add_argument("--role", default=OF_SERVICES[0], choices=OF_SERVICES)
        parser.add_argument("--client", default="sandbox", help="client_id of its program")
        parser.add_argument(
            "--network", required=True, action="append", help="from where it calls, as 10.1.0.0/16"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at, domains = timezone.now(), options["domain"]
        partner = Partner(
            options["client"], options["role"], options["department"], options["network"]
        )
        base = options["base_url"] or f"https://{domains[0]}"
        county, _ = open_whole_county(
            options["code"], name=options["name"], domains=domains, base_url=base, at=at, demo=True
        )
        with tenant_context(county):
            registered = furnish_sandbox(partner, at=at)
        self.stdout.write(f"{county.name}（{county.code}）沙箱已开通：{base}/api/v1/docs/")
        self.stdout.write(f"客户端编号 {registered.client.code}")
        self.stdout.write(f"密钥（只显示这一次）{registered.secret}")
