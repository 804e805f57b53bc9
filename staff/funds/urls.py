"""Addresses of the room of prepaid money. An account's key stands alone, so words do not."""

from django.urls import path

from staff.funds import (
    accounts,
    alerts,
    board,
    ledger,
    lines,
    proofs,
    services,
    statements,
    told,
)

urlpatterns = [
    path("", accounts.funds, name="funds"),
    path("open/", accounts.new, name="fund-account-new"),
    path("banks/", accounts.banks, name="fund-banks"),
    path("banks/service/", services.service, name="fund-bank-service"),
    path("board/", board.reconciliation, name="fund-board"),
    path("suspense/", lines.suspense, name="fund-suspense"),
    path("lines/<int:bank_line_id>/", lines.line, name="fund-line"),
    path("lines/<int:bank_line_id>/claim/", lines.claim, name="fund-line-claim"),
    path("lines/<int:bank_line_id>/undo/", lines.undo, name="fund-line-undo"),
    path("statements/", statements.statements, name="fund-statements"),
    path("statements/upload/", statements.upload, name="fund-upload"),
    path("statements/<int:statement_id>/", statements.statement, name="fund-statement"),
    path("statements/<int:statement_id>/file/", statements.file, name="fund-statement-file"),
    path("alerts/", alerts.alerts, name="fund-alerts"),
    path("alerts/<int:alert_id>/", alerts.alert, name="fund-alert"),
    path("alerts/<int:alert_id>/handle/", alerts.handle, name="fund-alert-handle"),
    path("alerts/<int:alert_id>/close/", alerts.close, name="fund-alert-close"),
    path("outside/<int:outside_fee_id>/swept/", told.swept, name="fund-fee-sweep"),
    path("proof/", proofs.proofs, name="fund-proofs"),
    path("<int:account_id>/", accounts.account, name="fund-account"),
    path("<int:account_id>/number/", accounts.number, name="fund-account-number"),
    path("<int:account_id>/move/<slug:fund_move>/", accounts.move, name="fund-account-move"),
    path("<int:account_id>/outside/", told.told, name="fund-told"),
    path("<int:account_id>/outside/new/", told.fee, name="fund-fee-new"),
    path("<int:account_id>/stop/", told.stop, name="fund-stop-new"),
    path("<int:account_id>/ledger/", ledger.ledger, name="fund-ledger"),
    path("<int:account_id>/past/", ledger.past, name="fund-past"),
    path("<int:account_id>/day/", ledger.day, name="fund-day"),
]
