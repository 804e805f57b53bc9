"""A person's own messages, and where and when they arrive."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from messaging.queries import (
    contacts_of,
    hours_of,
    messages_for,
    set_up_channels,
    unread_messages,
)
from messaging.services import (
    choose_hours,
    forget_contact,
    read_all_messages,
    read_message,
    set_contact,
)
from messaging.states import Channel
from staff.access import staff_page
from staff.messaging.forms import ContactForm, HoursForm
from staff.paging import FirstRows, page_of


@staff_page()
@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first."""
    rows = messages_for(request.user)
    page = {"page": page_of(request, FirstRows(rows)), "unread": unread_messages(request.user)}
    return render(request, "staff/messaging/messages.html", page)


@staff_page()
@require_GET
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message with its receipts; opening it is reading it."""
    found = get_object_or_404(messages_for(request.user), pk=message_id)
    found = read_message(found.pk, by=request.user, at=timezone.now())
    sendings = found.sendings.prefetch_related("receipts").order_by("pk")
    page = {"message": found, "sendings": sendings}
    return render(request, "staff/messaging/message.html", page)


@staff_page()
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = read_all_messages(by=request.user, at=timezone.now())
    notes.success(request, f"{count}条消息已标为已读。")
    return redirect("staff:messages")


@staff_page()
@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Quiet hours and digest, with the addresses below."""
    wish = hours_of(request.user)
    names = ("quiet_from", "quiet_until", "digest_at")
    known = {name: getattr(wish, name) for name in names} if wish else None
    form = HoursForm(request.POST if request.method == "POST" else None, initial=known)
    told = {"by": request.user, "at": timezone.now()}
    if form.is_valid() and form.run(choose_hours, **form.cleaned_data, **told):
        notes.success(request, "已保存。")
        return redirect("staff:message-hours")
    page = {
        "form": form,
        "contacts": contacts_of(request.user).values(),
        "channels": [Channel(one).label for one in set_up_channels()],
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/messaging/hours.html", page, status=status)


@staff_page()
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Say where one is reached."""
    sent = request.POST if request.method == "POST" else None
    form = ContactForm(sent, channels=set_up_channels())
    if form.is_valid() and form.run(
        set_contact, **form.cleaned_data, by=request.user, at=timezone.now()
    ):
        notes.success(request, "已保存。")
        return redirect("staff:message-hours")
    page = {
        "form": form,
        "title": "填写联系方式",
        "button": "保存",
        "back": reverse("staff:message-hours"),
        "crumb": "接收设置",
        "crumb_url": reverse("staff:message-hours"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/messaging/form.html", page, status=status)


@staff_page()
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    forget_contact(request.POST.get("channel", ""), by=request.user, at=timezone.now())
    notes.success(request, "已删除。")
    return redirect("staff:message-hours")
