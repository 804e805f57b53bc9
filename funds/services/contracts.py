"""Contracts: what was bought, by whom; a minor's name is encrypted before it is written."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.access import require
from accounts.models import User
from accounts.permissions import Permission
from audit.services import ManyLines, Told, record
from common.ciphers import encrypt
from common.errors import NotFound
from funds.digests import digest_of
from funds.errors import ContractWrong, OrderNumberTaken, PurposeMissing
from funds.models import Contract, FundAccount
from funds.services.finding import examine_contracts
from funds.services.posting import locked_of_institution
from funds.states import ContractBasis


@dataclass(frozen=True, slots=True)
class Bought:
    """What the contract says. Money in fen."""

    order_no: str
    pupil: str
    guardian: str
    course: str
    fee_fen: int
    service_from: date
    service_to: date
    signed_on: date
    lessons: int | None = None
    list_price_fen: int | None = None
    bonus_fen: int = 0


@transaction.atomic
def register_contract(account_id: int, said: Bought, *, by: User, at: datetime) -> Contract:
    """Put a contract on record; without lessons it is one of unlimited use.

    Raises:
        OrderNumberTaken, ContractWrong, NotFound, NotAllowed: then nothing was written.
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_institution(account_id)
    _require_sense(said)
    if Contract.objects.filter(order_no=said.order_no).exists():
        raise OrderNumberTaken(order_no=said.order_no)
    contract = contract_row(account, said)
    contract.save(force_insert=True)
    record("fund_contract.register", contract, by=by, at=at, account=account.pk)
    examine_contracts(account, [contract], at=at)
    return contract


@transaction.atomic
def register_contracts(
    account_id: int, told: Sequence[Bought], *, by: User, at: datetime
) -> list[Contract]:
    """Put many contracts on record at once, all or none; each as ``register_contract`` does.

    Raises OrderNumberTaken, ContractWrong, NotFound, NotAllowed: then nothing was written.
    """
    require(by, Permission.FUND_BOOK)
    account = locked_of_institution(account_id)
    for said in told:
        _require_sense(said)
    numbers = [said.order_no for said in told]
    twice = [one for one, count in Counter(numbers).items() if count > 1]
    taken = Contract.objects.filter(order_no__in=numbers).values_list("order_no", flat=True)
    for order_no in (*twice, *taken):
        raise OrderNumberTaken(order_no=order_no)
    contracts = Contract.objects.bulk_create([contract_row(account, said) for said in told])
    lines = ManyLines(by=by, at=at)
    for contract in contracts:
        facts = {"account": account.pk}
        lines.add(Told(kind="fund_contract.register", thing=contract, facts=facts))
    lines.write()
    examine_contracts(account, contracts, at=at)
    return contracts


@transaction.atomic
def reveal_pupil(contract_id: int, *, purpose: str, by: User, at: datetime) -> tuple[str, str]:
    """Pupil and guardian in clear; the look is recorded. Raises NotFound, NotAllowed, PurposeMissing."""
    require(by, Permission.FUND_BOOK)
    contract = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if contract is None:
        raise NotFound(what="培训合同")
    if not purpose.strip():
        raise PurposeMissing(thing=contract, what="学员和监护人姓名")
    record("fund_contract.reveal", contract, by=by, at=at, purpose=purpose.strip())
    return contract.pupil, contract.guardian


def contract_row(account: FundAccount, said: Bought) -> Contract:
    """The row of a contract, names encrypted; not written yet."""
    key = uuid.uuid4()
    return Contract(
        account=account,
        order_no=said.order_no,
        key=key,
        pupil_sealed=encrypt(said.pupil, purpose=f"contract-pupil/{key}"),
        pupil_digest=digest_of("person", said.pupil),
        guardian_sealed=encrypt(said.guardian, purpose=f"contract-guardian/{key}"),
        guardian_digest=digest_of("person", said.guardian),
        course=said.course,
        basis=ContractBasis.UNLIMITED if said.lessons is None else ContractBasis.LESSONS,
        fee_fen=said.fee_fen,
        bonus_fen=said.bonus_fen,
        list_price_fen=said.list_price_fen,
        lessons=said.lessons,
        service_from=said.service_from,
        service_to=said.service_to,
        signed_on=said.signed_on,
    )


@transaction.atomic
def reveal_pupils(
    contract_ids: Iterable[int], *, purpose: str, by: User, at: datetime
) -> dict[int, tuple[str, str]]:
    """The same for several contracts, such as for letters: each look is recorded by itself."""
    keys = sorted(set(contract_ids))
    return {pk: reveal_pupil(pk, purpose=purpose, by=by, at=at) for pk in keys}


def _require_sense(said: Bought) -> None:
    wrong = (
        (not said.pupil.strip() or not said.guardian.strip(), "缺少学员或者监护人姓名"),
        (said.fee_fen <= 0, "的费用须大于零"),
        (said.bonus_fen < 0, "的赠送金额不能为负"),
        (said.lessons is not None and said.lessons < 1, "的课时须为正整数"),
        (said.service_to < said.service_from, "的结束日期早于开始日期"),
    )
    for is_wrong, why in wrong:
        if is_wrong:
            raise ContractWrong(order_no=said.order_no, why=why)
