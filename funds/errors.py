from common.errors import Refusal


class EntryUnbalanced(Refusal):
    """The legs of an entry do not sum to nothing, or there is only one: a mistake of ours."""

    code = "entry_unbalanced"
    http_status = 422
    message = "这笔分录的借贷不平（相差{apart}元），没有入账；请核对各科目金额。"


class EntryBooked(Refusal):
    """The same source was booked before and stands."""

    code = "entry_booked"
    message = "{source}{ref}已经在{entry}入账，没有重复入账；确需更正的，请先冲正。"


class EntryReversed(Refusal):
    """A reversed entry is not reversed again, and a reversal is never taken back."""

    code = "entry_reversed"
    message = "{entry}{why}，不能冲正；请按实际情况另行入账。"


class ClockBehindLedger(Refusal):
    """The moment of booking lies before the last entry of the account."""

    code = "clock_behind_ledger"
    message = "{account}最近一笔分录的时间晚于现在（{given}），没有入账；请检查系统时间是否被调慢。"


class MovementBarred(Refusal):
    """The state of the account does not allow this movement."""

    code = "movement_barred"
    message = "{account}现为“{state}”，不能办理{movement}；{remedy}。"


class PurposeMissing(Refusal):
    """Whoever looks at an account number or a pupil says what for."""

    code = "fund_purpose_missing"
    http_status = 422
    message = "查看{thing}的{what}须写明用途。"


class AccountNumberWrong(Refusal):
    """Not the digits of a bank account."""

    code = "account_number_wrong"
    http_status = 422
    message = "账号“{given}”不是8至32位数字，请按开户证明填写。"


class AccountKnown(Refusal):
    """The number, or another open account of the kind, is already on record."""

    code = "fund_account_known"
    message = "{what}，没有重复登记；请先核对或者办理销户。"


class OrderNumberTaken(Refusal):
    """An order number names one contract in the county."""

    code = "order_number_taken"
    message = "订单号{order_no}已经登记过，没有重复登记；请核对合同。"


class ContractWrong(Refusal):
    """What the contract says cannot be."""

    code = "contract_wrong"
    http_status = 422
    message = "订单{order_no}{why}，没有登记；请按合同更正。"


class AccountNotEmpty(Refusal):
    """Something is left in an account that is to be closed."""

    code = "fund_account_not_empty"
    message = "{account}{left}，不能销户；请先办结。"


class MoveWordsMissing(Refusal):
    """Whoever watches, freezes, settles or closes an account says why."""

    code = "fund_move_words_missing"
    http_status = 422
    message = "变更{account}的状态须写明理由。"


class StatementUnreadable(Refusal):
    """A file that is no statement of the layout that was said."""

    code = "statement_unreadable"
    http_status = 422
    message = "这份对账单无法读取：{why}；没有入账，请核对文件和银行格式。"


class StatementTorn(Refusal):
    """The county takes no file that cannot be taken whole."""

    code = "statement_torn"
    http_status = 422
    message = "对账单“{name}”第{place}行{why}，按本县设定整份没有入账；请向银行重新索取。"


class StatementElsewhere(Refusal):
    """The file says another account than the one it is brought for."""

    code = "statement_elsewhere"
    http_status = 422
    message = "这份对账单的账号尾号是{tail}，不是{account}，没有入账；请选择对应的账户。"


class BankLineDiffers(Refusal):
    """The bank sent one reference twice with different contents. A person must look."""

    code = "bank_line_differs"
    message = "{account}的流水{ref}（第{place}行）以前入账时内容不同，整份没有入账；请向银行核实哪一份正确。"


class AlertWordsMissing(Refusal):
    """An alert is closed with a reason."""

    code = "fund_alert_words_missing"
    http_status = 422
    message = "解除预警“{alert}”须写明处置情况和理由。"


class ContractOver(Refusal):
    """A contract that was refunded or has ended takes no lesson and no further refund."""

    code = "contract_over"
    message = "{contract}已经{state}，不能再登记课时或者退费；请核对合同。"


class LessonWrong(Refusal):
    """A day that has not come, no lessons at all, or a contract that is not counted by lessons."""

    code = "lesson_wrong"
    http_status = 422
    message = (
        "{contract}{held_on}的课时不能登记：日期不得晚于今天，课时须为正整数，合同须按课时计费。"
    )


class LessonKnown(Refusal):
    """The institution told this session before."""

    code = "lesson_known"
    message = "{contract}编号为{ref}的课时已经登记，没有重复登记。"


class LessonsUsedUp(Refusal):
    """More would be taught than was sold."""

    code = "lessons_used_up"
    message = "{contract}共{lessons}课时，已登记{taught}课时，不能超出；请核对课时记录。"


class OrderBySame(Refusal):
    """Another person must do the next step."""

    code = "order_by_same_person"
    message = "{order}的{step}须由其他人办理，提出、核对、批准不得为同一人。"


class RefundAboveRest(Refusal):
    """More is to go back than is left of the pupil's money."""

    code = "refund_above_rest"
    message = "{contract}账上还有{held}元，不足退费{wanted}元，没有提出；请核对课时，不足部分由机构另行支付。"


class ReleaseAhead(Refusal):
    """More is to be released than was taught."""

    code = "release_ahead_of_teaching"
    message = "{account}已完成课时可拨付{held}元，不足{wanted}元，没有提出；请按已确认课时申请。"


class PaymentFileSign(Refusal):
    """A name cannot be written into the bank's file as it stands."""

    code = "payment_file_sign"
    http_status = 422
    message = (
        "“{text}”含有银行支付文件不能写入的字符“{sign}”，没有导出；请更正名称或者换一种文件格式。"
    )


class OrdersNotExportable(Refusal):
    """One of the orders is not approved, or went to the bank with another file."""

    code = "orders_not_exportable"
    message = "{order}{why}，整批没有导出；请刷新清单后重新选择。"


class NothingToExport(Refusal):
    """No order was chosen."""

    code = "nothing_to_export"
    http_status = 422
    message = "没有选择支付指令，没有导出；请至少选择一笔已批准的指令。"


class NothingToShare(Refusal):
    """A settlement has no money left to share, or nobody who is owed."""

    code = "nothing_to_share"
    message = "{account}可分配{free}元，尚欠学员{owed}元，没有可以提出的清算退费；有新到账的资金后再办理。"


class FundReasonMissing(Refusal):
    """A dispute, a refusal and a settlement are put on record with their reason."""

    code = "fund_reason_missing"
    http_status = 422
    message = "{step}须写明理由。"


class FeeTellingWrong(Refusal):
    """What was told of a fee or a stop cannot be."""

    code = "fee_telling_wrong"
    http_status = 422
    message = "没有登记：{why}；请更正后重新登记。"


class TaskKnown(Refusal):
    """The department was asked about it before and has not answered."""

    code = "fund_task_known"
    message = "{thing}已经交{department}办理，尚未答复，没有重复交办。"


class SchoolWrong(Refusal):
    """A school whose name is empty or whose mark is not ten digits."""

    code = "school_wrong"
    http_status = 422
    message = "学校没有登记：{why}；请更正后重新登记。"


class SchoolKnown(Refusal):
    """The name or the mark is on record."""

    code = "school_known"
    message = "{school}已经登记，没有重复登记；请在学校名单中查找。"


class SchoolPriceWrong(Refusal):
    """A price above the county's, or for lessons for which the county has none."""

    code = "school_price_wrong"
    http_status = 422
    message = "{school}每天{lessons}课时的收费标准没有登记：{why}；请按本县标准更正。"


class AttendanceWrong(Refusal):
    """Figures of a month that cannot be."""

    code = "attendance_wrong"
    http_status = 422
    message = "{month}的考勤没有入账：{why}；请核对后重新填报。"


class AttendanceSpent(Refusal):
    """The fees of a month were paid out, or are about to be."""

    code = "attendance_spent"
    message = (
        "{sheet}的服务费已经支付或者在办支付，账上可动用的课后服务经费只有{free}元，没有撤销；"
        "请先退回在办的支付指令。"
    )


class SchoolMoneySpent(Refusal):
    """An entry would leave fees or subsidies of a school below nothing."""

    code = "school_money_spent"
    message = "{account}的课后服务经费或者财政补助不足，没有入账；已经支付的款项不能再冲正。"


class PayoutWrong(Refusal):
    """What is paid for and what it is paid from do not go together, or nothing is said."""

    code = "payout_wrong"
    http_status = 422
    message = "支付没有提出：{why}；请更正后重新提出。"


class PayoutAboveRest(Refusal):
    """More is to be paid than the book and the bank hold."""

    code = "payout_above_rest"
    message = "{account}的{book}可支付{free}元，不足{wanted}元；请核对到账和在办的支付指令。"


class OrdersNotCovered(Refusal):
    """Something is taken away that orders under way still need."""

    code = "orders_not_covered"
    message = (
        "{account}的{book}还有{asked}元在办支付，余额将不足，没有办理；请先退回在办的支付指令。"
    )


class LinePlaceWrong(Refusal):
    """Only money that came to a school's account and stands in suspense is placed."""

    code = "line_place_wrong"
    message = "{line}{why}，不能列为服务费或者补助；请核对流水。"


class ServiceOfAnotherBank(Refusal):
    """The service user speaks for another bank already."""

    code = "service_of_another_bank"
    message = "“{user}”已是{bank}的系统接口，一个接口只对应一家银行；请另行登记接口客户端。"
