"""E-mail by SMTP, with Django's own backend. A mail server tells nothing afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage

from messaging.channels.contract import Envelope, Given, NotNow, Refused, Told


class Mail:
    """Plain text; the key is the Message-ID, by which mail programs know a double."""

    def send(self, envelope: Envelope) -> Given:
        body = "\n\n".join(part for part in (envelope.text, envelope.url) if part)
        headers = {"Message-ID": f"<{envelope.key}@yujian>", "Auto-Submitted": "auto-generated"}
        mail = EmailMessage(envelope.title, body, to=[envelope.to], headers=headers)
        try:
            mail.send()
        except SMTPRecipientsRefused as odd:
            code, _ = next(iter(odd.recipients.values()))
            raise _by_code(code)(f"收件地址被拒收（{code}）") from odd
        except SMTPResponseException as odd:
            raise _by_code(odd.smtp_code)(f"邮件服务器答复{odd.smtp_code}") from odd
        except (SMTPException, OSError) as odd:
            raise NotNow(type(odd).__name__) from odd
        return Given()

    def receipts(self, cursor: str) -> tuple[Iterable[Told], str]:
        return [], cursor


def _by_code(code: int) -> type[Exception]:
    """Codes from 500 on are for good (RFC 5321, 4.2.1); the rest is for now."""
    return Refused if code >= 500 else NotNow
