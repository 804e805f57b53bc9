"""What an administrator does about another person's way in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.permissions import Permission
from accounts.services import end_sessions_of, reset_second_factor, unlock_sign_in
from staff.access import staff_page


@staff_page(Permission.ACCOUNT_SECURE)
@require_POST
def reset_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    reset_second_factor(person.pk, by=request.user, at=timezone.now())
    messages.success(request, f"{person.full_name}的动态码已重置，下次登录时重新设置。")
    return redirect("staff:person", person.pk)


@staff_page(Permission.ACCOUNT_SECURE)
@require_POST
def end_sessions(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    count = end_sessions_of(person.pk, by=request.user, at=timezone.now())
    sentence = f"已结束{person.full_name}的{count}个登录。" if count else "没有正在使用的登录。"
    messages.success(request, sentence)
    if person.pk == request.user.pk:
        return redirect("staff:login")
    return redirect("staff:person", person.pk)


@staff_page(Permission.ACCOUNT_SECURE)
@require_POST
def unlock(request: HttpRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User, pk=user_id)
    unlock_sign_in(person.pk, by=request.user, at=timezone.now())
    messages.success(request, f"{person.full_name}的登录暂停已解除。")
    return redirect("staff:person", person.pk)
