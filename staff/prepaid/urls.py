"""Addresses of the room of prepaid money."""

from django.urls import path

from staff.prepaid import contracts, exporting, failure, lessons, month, orders

_ORDER = "orders/<int:payment_order_id>/"
_FILE = "payment-files/<int:payment_file_id>/"
_DRILL = "drill/<int:institution_id>/"

urlpatterns = [
    path("", contracts.contracts, name="prepaid"),
    path("find/", contracts.find, name="prepaid-find"),
    path("contracts/new/", contracts.new, name="prepaid-contract-new"),
    path("contracts/<int:contract_id>/", contracts.contract, name="prepaid-contract"),
    path("contracts/<int:contract_id>/names/", contracts.reveal, name="prepaid-names"),
    path("contracts/<int:contract_id>/lessons/", lessons.new, name="prepaid-lesson-new"),
    path("contracts/<int:contract_id>/refund/", orders.refund, name="prepaid-refund"),
    path("lessons/", lessons.lessons, name="prepaid-lessons"),
    path("lessons/<int:lesson_id>/", lessons.answer, name="prepaid-lesson"),
    path("orders/", orders.orders, name="prepaid-orders"),
    path("orders/several/", orders.several, name="prepaid-orders-several"),
    path(_ORDER, orders.order, name="prepaid-order"),
    path(f"{_ORDER}check/", orders.check, name="prepaid-order-check"),
    path(f"{_ORDER}approve/", orders.approve, name="prepaid-order-approve"),
    path(f"{_ORDER}refuse/", orders.refuse, name="prepaid-order-refuse"),
    path("releases/", orders.releases, name="prepaid-releases"),
    path("accounts/<int:account_id>/release/", orders.release, name="prepaid-release"),
    path("accounts/<int:account_id>/share/", failure.share, name="prepaid-share"),
    path("payment-files/", exporting.files, name="payment-files"),
    path("banks/<int:bank_id>/export/", exporting.export, name="payment-export"),
    path(_FILE, exporting.file, name="payment-file"),
    path(f"{_FILE}take/", exporting.take, name="payment-file-take"),
    path("drill/", failure.drilled, name="prepaid-drill"),
    path("drill/drill.xlsx", failure.drill_file, name="prepaid-drill-workbook"),
    path(_DRILL, failure.failure, name="prepaid-failure"),
    path(f"{_DRILL}payouts.xlsx", failure.failure_file, name="prepaid-failure-workbook"),
    path(f"{_DRILL}letters/", failure.letters, name="prepaid-letters"),
    path(f"{_DRILL}settle/", failure.settle, name="prepaid-settle"),
    path("month/", month.month, name="prepaid-month"),
    path("month/month.pdf", month.month_pdf, name="prepaid-month-pdf"),
    path("month/month.xlsx", month.month_file, name="prepaid-month-workbook"),
]
