"""What can happen to an account: at the bank, in the classroom, at the bureau, by mistake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import rule

from common.money import yuan
from funds.models import Alert, BankLine, Contract, Entry, PaymentOrder
from funds.services import (
    Bought,
    Draft,
    Held,
    RefundSaid,
    answer_lesson,
    approve_order,
    book_lines,
    check_order,
    claim_line,
    close_alert,
    deem_lessons,
    import_statement,
    matching,
    move_account,
    post,
    propose_refund,
    propose_release,
    record_lesson,
    refuse_order,
    register_contract,
    reverse,
    undo_match,
    watch_accounts,
)
from funds.services import Line as Leg
from funds.states import BookCode, EntryKind, RefundCause, SourceKind
from tests.funds.histories.driver import Driver
from tests.funds.histories.model import Contract as Known
from tests.funds.histories.model import Line, Order, Taught

HEAD = "日期,交易金额,余额,凭证号,摘要\n"


class BankMoves(Driver):
    """The bank's own truth, its files, and where their lines go."""

    def moved(self, amount: int, remark: str, *, ref: bool = True) -> None:
        before = self.model.lines[-1].balance if self.model.lines else 0
        mark = self.number("R") if ref else ""
        self.model.lines.append(Line(mark, self.today, amount, remark, before + amount))

    @rule(
        share=st.sampled_from([1, 1, 2, 3]),
        named=st.booleans(),
        ref=st.booleans(),
        more=st.integers(0, 1),
    )
    def a_parent_pays(self, share: int, named: bool, ref: bool, more: int) -> None:
        contract = self.one_of(self.model.contracts)
        if contract:
            remark = f"{contract.number} 缴费" if named else "缴费"
            self.moved(contract.fee // share + more * 100, remark, ref=ref)

    @rule(amount=st.integers(1, 9), word=st.sampled_from(["结息", "不明款项"]), twice=st.booleans())
    def something_comes(self, amount: int, word: str, twice: bool) -> None:
        for _ in range(1 + twice):
            self.moved(amount * 1000, word, ref=False)

    @rule(apart=st.sampled_from([0, 0, 0, 1]))
    def the_bank_pays_an_order(self, apart: int) -> None:
        ready = [one for one in self.model.orders if one.state in ("approved", "exported")]
        order = self.one_of(ready)
        if order:
            self.moved(-order.amount - apart, f"{order.number} 支付")

    @rule(amount=st.integers(1, 400))
    def money_leaves_without_a_word(self, amount: int) -> None:
        self.moved(-amount * 100, "转账")

    @rule(overlap=st.integers(0, 4), torn=st.sampled_from(["", "", "", "balance", "word"]))
    def a_statement_comes(self, overlap: int, torn: str) -> None:
        model = self.model
        first = max(0, model.taken - overlap)
        sent = model.lines[first:]
        if not sent:
            return
        cut = self.data.draw(st.integers(1, len(sent))) if torn else 0
        if torn == "balance" and cut == 1:
            torn = ""  # nothing stands before the first line to hold its balance against
        rows = [self._row(one, torn if n == cut else "") for n, one in enumerate(sent, start=1)]
        text = (HEAD + "".join(rows)).encode()
        self._take(text, refused="statement_torn" if torn else "")

    def _take(self, text: bytes, *, refused: str) -> None:
        facts = {"name": "流水.csv", "layout": "signed"}
        if self.do(refused, import_statement, self.account, text, **facts) is not None:
            model, fresh = self.model, BankLine.objects.filter(account=self.account).order_by("pk")
            keys = list(fresh.values_list("pk", flat=True))
            model.taken = len(model.lines)
            assert len(keys) == model.taken, "a line came twice or not at all"
            for line, pk in zip(model.lines, keys, strict=True):
                line.pk = pk

    def _row(self, line: Line, torn: str) -> str:
        balance = line.balance + (1 if torn == "balance" else 0)
        amount = "?" if torn == "word" else yuan(line.amount).replace(",", "")
        return f"{line.on},{amount},{yuan(balance).replace(',', '')},{line.ref},{line.remark}\n"

    @rule()
    def a_line_comes_with_other_words(self) -> None:
        line = self.one_of([one for one in self.model.lines[: self.model.taken] if one.ref])
        if line:
            text = HEAD + self._row(line, "").replace("\n", "改\n")
            self._take(text.encode(), refused="bank_line_differs")

    @rule()
    def lines_are_booked(self) -> None:
        waiting = self.model.waiting()
        count = self.do("", book_lines, self.account, by=None)
        for first in range(0, len(waiting), matching.AT_ONCE):
            some = waiting[first : first + matching.AT_ONCE]
            for line in some:
                self.model.book_line(line, self.at)
            self.model.fees_came(some, self.at)
        assert count <= len(waiting)
        assert not BankLine.objects.filter(account=self.account).waiting().exists()

    @rule()
    def a_line_is_claimed(self) -> None:
        line = self.one_of(self.model.lines[: self.model.taken])
        contract = self.one_of(self.model.contracts)
        if line and contract:
            fits = 0 < line.amount <= self.model.unpaid(contract)
            refused = "" if fits else "contract_wrong"
            self.do(refused, claim_line, line.pk, contract.pk)
            if fits:
                self.model.take_back(line, self.at)
                self.model.put(line, "person", self.at, contract)
                self.model.fees_came([line], self.at)

    @rule()
    def a_match_is_undone(self) -> None:
        line = self.one_of(self.model.lines[: self.model.taken])
        if line:
            refused = "" if line.way else "not_found"
            self.do(refused, undo_match, line.pk, reason="核对有误")
            if line.way:
                self.model.take_back(line, self.at)
                self.model.put(line, "suspense", self.at)


class LessonMoves(Driver):
    """Contracts and lessons."""

    @rule(fee=st.integers(1, 40), lessons=st.integers(1, 7))
    def a_parent_signs(self, fee: int, lessons: int) -> None:
        said = Bought(
            order_no=self.number("NO"),
            pupil="王小明",
            guardian="王大明",
            course="初一数学",
            fee_fen=fee * 10_000 + 1,
            lessons=lessons,
            service_from=self.today,
            service_to=self.today + timedelta(days=90),
            signed_on=self.today,
        )
        made: Contract = self.do("", register_contract, self.account, said)
        known = Known(made.pk, said.order_no, said.fee_fen, lessons, self.today)
        self.model.contracts.append(known)

    @rule(count=st.integers(1, 3), again=st.booleans())
    def a_lesson_is_held(self, count: int, again: bool) -> None:
        contract = self.one_of(self.model.contracts)
        if contract is None:
            return
        told = [one.ref for one in self.model.lessons if one.contract is contract]
        ref = told[0] if again and told else self.number("L")
        refused = self.model.refuses_lesson(contract, ref, count)
        held = Held(ref, self.today, count)
        made = self.do(refused, record_lesson, contract.pk, held)
        if made is not None:
            lesson = Taught(made.pk, contract, ref, count, self.today, made.answer_by)
            self.model.lessons.append(lesson)

    @rule(action=st.sampled_from(["confirm", "confirm", "dispute", "uphold", "refuse"]))
    def a_lesson_is_answered(self, action: str) -> None:
        lesson = self.one_of(self.model.lessons)
        if lesson is None:
            return
        wanted = "disputed" if action in ("uphold", "refuse") else "delivered"
        refused = "" if lesson.state == wanted else "wrong_state"
        by = self.cast.people[2 if wanted == "disputed" else 0]
        self.do(refused, answer_lesson, lesson.pk, action, reason="没有上课", by=by)
        if refused:
            return
        if action in ("confirm", "uphold"):
            self.model.agree(lesson, "confirmed", self.at)
        else:
            lesson.state = {"dispute": "disputed", "refuse": "refused"}[action]


class OrderMoves(Driver):
    """Releases, refunds, and the state of the account."""

    @rule(more=st.sampled_from([0, 0, 1]), share=st.integers(1, 3))
    def a_release_is_asked(self, more: int, share: int) -> None:
        amount = max(0, self.model.free_to_release()) // share + more
        refused = self.model.refuses_release(amount)
        self._asked("release", self.do(refused, propose_release, self.account, amount), None)

    @rule(more=st.sampled_from([0, 0, 1]), share=st.integers(1, 3))
    def a_refund_is_asked(self, more: int, share: int) -> None:
        contract = self.one_of(self.model.contracts)
        if contract:
            amount = max(0, self.model.free_to_refund(contract)) // share + more
            refused = self.model.refuses_refund(contract, amount)
            said = RefundSaid(amount, RefundCause.CONSUMER, "搬家")
            self._asked("refund", self.do(refused, propose_refund, contract.pk, said), contract)

    def _asked(self, kind: str, made: PaymentOrder | None, contract: Known | None) -> None:
        if made is not None:
            order = Order(made.pk, kind, made.number, made.amount_fen, contract)
            self.model.orders.append(order)

    @rule()
    def an_order_goes_on(self) -> None:
        order = self.one_of(self.model.orders)
        if order is None:
            return
        people, state = self.cast.people, order.state
        if state == "proposed":
            self.do("", check_order, order.pk, by=people[1])
            order.state = "checked"
            return
        refused = self.model.refuses_approval(order)
        self.do(refused, approve_order, order.pk, by=people[3 if state == "second" else 2])
        if not refused:
            self.model.approve(order, self.today, self.at)

    @rule()
    def an_order_is_sent_back(self) -> None:
        order = self.one_of(self.model.orders)
        if order:
            may = order.state in ("proposed", "checked", "second")
            by = self.cast.people[2]
            self.do("" if may else "wrong_state", refuse_order, order.pk, because="不符", by=by)
            order.state = "refused" if may else order.state

    @rule()
    def the_account_is_frozen_or_thawed(self) -> None:
        is_frozen = self.model.state == "frozen"
        by, action = self.cast.people[2], "unfreeze" if is_frozen else "freeze"
        self.do("", move_account, self.account, action, reason="核查", by=by)
        self.model.state = "watched" if is_frozen else "frozen"


class Mistakes(Driver):
    """Entries by hand, reversals, and somebody with SQL."""

    @rule(
        amounts=st.lists(st.integers(-3, 3), min_size=1, max_size=3),
        back=st.sampled_from([0, 0, 60]),
    )
    def an_entry_by_hand(self, amounts: list[int], back: int) -> None:
        books = (BookCode.BANK, BookCode.SUSPENSE, BookCode.DEPOSIT)
        legs = tuple(Leg(book, amount * 100) for book, amount in zip(books, amounts, strict=False))
        source = ("decision", f"决定{self.data.draw(st.integers(1, 5))}")
        draft = Draft(
            EntryKind.RECEIPT, self.today, self.today, SourceKind.DECISION, source[1], legs
        )
        at = self.at + timedelta(minutes=1 - back)
        refused = self.model.refuses_post("receipt", at, source, [leg.amount_fen for leg in legs])
        if self.do(refused, post, self.account, draft, at=at) is not None:
            known: Any = {(str(leg.code), None): leg.amount_fen for leg in legs}
            self.model.post("receipt", self.today, at, source, known)

    @rule()
    def an_entry_is_reversed(self) -> None:
        plain = ("receipt", "payment", "teaching", "reversal")
        entry = self.one_of([one for one in self.model.entries if one.kind in plain])
        if entry:
            pk = Entry.objects.get(account=self.account, no=entry.no).pk
            self.do("" if entry.stands else "entry_reversed", reverse, pk, reason="录错")
            if entry.stands:
                self.model.reverse(entry, self.at)

    @rule(
        sql=st.sampled_from(
            [
                "INSERT INTO funds_leg (entry_id, no, legs_count, account_id, book_id, amount_fen,"
                " value_on, booked_at, version, previous_version, previous_fen, balance_fen)"
                " SELECT entry_id, legs_count + 1, legs_count, account_id, book_id, 1, value_on,"
                " booked_at, version + 1, version, balance_fen, balance_fen + 1 FROM funds_leg"
                " WHERE account_id = %s ORDER BY id DESC LIMIT 1",
                "UPDATE funds_leg SET amount_fen = amount_fen + 1 WHERE account_id = %s",
                "DELETE FROM funds_entry WHERE account_id = %s",
            ]
        )
    )
    def somebody_has_sql(self, sql: str) -> None:
        if not self.model.entries:
            return
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [self.account])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except IntegrityError:
            self.cast.refused["sql"] += 1
            return
        raise AssertionError("the database took it")


class Nights(Driver):
    """Days pass; the nightly tasks run, or are lost for a night."""

    @rule(days=st.sampled_from([1, 1, 1, 2, 9, 25]), lost=st.booleans())
    def a_night_passes(self, days: int, lost: bool) -> None:
        last = self.today
        self.at += timedelta(days=days)
        if days > 1 or not lost:
            self._tasks(last)

    def _tasks(self, last: Any) -> None:
        self.do("", deem_lessons, by=None)
        for lesson in self.model.lessons:
            if lesson.state == "delivered" and lesson.answer_by < self.today:
                self.model.agree(lesson, "deemed", self.at)
        self.do("", watch_accounts, by=None)
        self.watched_until_yesterday()

    @rule()
    def the_rules_are_asked_again(self) -> None:
        self.do("", watch_accounts, by=None)
        self.watched_until_yesterday()

    def watched_until_yesterday(self) -> None:
        """Every night since the last one that ran, the last one again if there was none since."""
        yesterday = self.today - timedelta(days=1)
        day = min(yesterday, self.watched_on + timedelta(days=1) if self.watched_on else yesterday)
        while day <= yesterday:
            self.alarms.night(day)
            day += timedelta(days=1)
        self.watched_on = yesterday

    @rule()
    def an_alert_is_closed(self) -> None:
        alarm = self.one_of([one for one in self.alarms.all if one.state == "open"])
        if alarm:
            row = Alert.objects.open().get(account=self.account, rule=alarm.rule)
            self.do("", close_alert, row.pk, because="已核实", by=self.cast.people[2])
            alarm.state, alarm.by_person = "closed", True


class History(BankMoves, LessonMoves, OrderMoves, Mistakes, Nights):
    """All of it, and what comes next where everything goes well, so that a story gets far."""

    @rule(lessons=st.integers(1, 4))
    def a_fee_comes_in_whole(self, lessons: int) -> None:
        self.a_parent_signs(fee=lessons * 9, lessons=lessons)
        contract = self.model.contracts[-1]
        self.moved(contract.fee, f"{contract.number} 缴费")
        self.a_statement_comes(overlap=1, torn="")
        self.lines_are_booked()

    @rule()
    def a_lesson_is_held_and_agreed(self) -> None:
        self.a_lesson_is_held(count=1, again=False)
        self.a_lesson_is_answered(action="confirm")

    @rule()
    def an_order_goes_on_again(self) -> None:
        self.an_order_goes_on()
