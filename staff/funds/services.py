"""Which machine speaks for which bank."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Permission as P
from funds.models import Bank, BankService
from funds.queries import bank_services
from funds.services import name_service
from staff.access import staff_page
from staff.forms import StaffForm
from staff.funds.page import Ask, form_page, sent


class ServiceForm(StaffForm):
    """A bank and the service user by which its system calls."""

    bank = forms.ModelChoiceField(label="银行", queryset=Bank.objects.none())
    user = forms.ModelChoiceField(
        label="系统接口",
        queryset=User.objects.none(),
        help_text="安全管理员在“接口客户端”页面登记的、持“银行系统”角色的客户端",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].queryset = Bank.objects.order_by("name", "pk")
        self.fields["user"].queryset = bank_services()


@staff_page(P.FUND_MANAGE)
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest) -> HttpResponse:
    """Name the machine of a bank; the one named before speaks for it no more."""
    back = reverse("staff:fund-banks")

    def run(typed: dict[str, Any]) -> BankService:
        given = {"by": request.user, "at": timezone.now()}
        return name_service(typed["bank"].pk, typed["user"].pk, **given)

    hint = "该接口只能报送和领取这家银行的监管账户数据；换成另一个后，原来的立即不能再用。"
    ask = Ask("银行系统接口", "指定", "plug-connected", back, hint=hint)
    form = ServiceForm(**sent(request))
    return form_page(request, form, ask, run, lambda made: (f"已指定：{made}。", back))
