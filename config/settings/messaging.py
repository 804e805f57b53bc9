"""Webhooks and messages: where they may go, and the gateways that carry them."""

from config import env

# Networks, as 10.1.0.0/16, that webhooks may reach although they are private; there, and nowhere
# else, also without TLS. Empty: public addresses by https only.
YUJIAN_WEBHOOK_NETWORKS = env.words("YUJIAN_WEBHOOK_NETWORKS")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.optional("YUJIAN_SMTP_HOST")  # empty: this platform sends no mail
EMAIL_PORT = env.number("YUJIAN_SMTP_PORT", 465)
EMAIL_USE_SSL = env.flag("YUJIAN_SMTP_TLS", True)
EMAIL_HOST_USER = env.optional("YUJIAN_SMTP_USER")
EMAIL_HOST_PASSWORD = env.optional("YUJIAN_SMTP_PASSWORD")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.optional("YUJIAN_SMTP_FROM", "yujian@localhost")

# Gateways that speak docs/message-adapters.md; empty: not connected.
YUJIAN_SMS_URL = env.optional("YUJIAN_SMS_URL")
YUJIAN_SMS_TOKEN = env.optional("YUJIAN_SMS_TOKEN")
YUJIAN_CHAT_URL = env.optional("YUJIAN_CHAT_URL")
YUJIAN_CHAT_TOKEN = env.optional("YUJIAN_CHAT_TOKEN")
