"""What penalty cases refuse. The codes are a promise (docs/errors.md)."""

from common.errors import Refusal


class CaseWordsMissing(Refusal):
    """A step that must be told in words was not."""

    code = "case_words_missing"
    http_status = 422
    message = "{thing}缺少：{missing}；请补齐后再提交。"


class PartyWrong(Refusal):
    """The facts about a party do not fit its kind."""

    code = "party_wrong"
    http_status = 422
    message = "当事人信息有误：{why}。"


class ActDaysWrong(Refusal):
    """The days of the act are upside down or lie after today."""

    code = "act_days_wrong"
    http_status = 422
    message = "违法行为日期有误：{why}。"


class CaseDayWrong(Refusal):
    """The day of a step lies after today or before what must have come first."""

    code = "case_day_wrong"
    http_status = 422
    message = "{what}日期{day}无效：{why}。"


class ClockBehind(Refusal):
    """The machine's clock says an earlier moment than the last step of the case."""

    code = "clock_behind"
    message = "{case}上一步记录于{last}，系统时间却是{now}；请管理员校准时间后再办理。"


class ClueHasCase(Refusal):
    """A clue becomes one case."""

    code = "clue_has_case"
    message = "{clue}已经登记为{case}，不能重复登记。"


class OfficersMissing(Refusal):
    """Guard 1: fewer than two certified officers on the day of a step."""

    code = "officers_missing"
    message = "{case}在{day}只有{count}名持有效执法证的承办人，不能{action}；依法不得少于两人。"


class NotAnOfficer(Refusal):
    """Somebody without a valid certificate, or an auxiliary, is to handle a case."""

    code = "not_an_officer"
    message = "{person}不能承办{case}：{why}。"


class NotYourCase(Refusal):
    """Officers work on their own cases."""

    code = "not_your_case"
    http_status = 403
    message = "您不是{case}的承办人，不能{action}；请由承办人办理。"


class OwnCase(Refusal):
    """Guard 3: who investigates does not review, hear or decide."""

    code = "own_case"
    http_status = 403
    message = "您承办过{case}，不能{action}；请由未参与调查的人员办理。"


class SamePerson(Refusal):
    """Two levels of approval are two people."""

    code = "same_person"
    http_status = 403
    message = "{thing}已由您{earlier}，不能再由您{action}；请由其他负责人办理。"


class RecusalOpen(Refusal):
    """The same recusal waits for its decision already, or it was decided."""

    code = "recusal_open"
    message = "{person}的回避{why}。"


class AlreadyWaived(Refusal):
    """The right was given up before, in other words or on another day."""

    code = "already_waived"
    message = "{who}已于{day}放弃{right}的权利，不能再登记一次；前次登记有误的，请另加经过说明。"


class NotFileable(Refusal):
    """A condition of filing is not met (Penalty Law art. 54; limitation of art. 36)."""

    code = "not_fileable"
    message = "{case}不符合立案条件：{why}。"


class LimitationOver(Refusal):
    """Art. 36: found after the limitation."""

    code = "limitation_over"
    message = (
        "{case}的违法行为终了于{until}，{found}才被发现，已超过{years}年，依法不再给予行政处罚。"
    )


class EvidenceWrong(Refusal):
    """A piece of evidence has no source, two sources, or belongs elsewhere."""

    code = "evidence_wrong"
    http_status = 422
    message = "证据不能加入{case}：{why}。"


class EvidenceMissing(Refusal):
    """An investigation ends on evidence."""

    code = "evidence_missing"
    message = "{case}还没有可以采用的证据，不能{action}。"


class PreservationOpen(Refusal):
    """Kept things are handled before an investigation ends."""

    code = "preservation_open"
    message = "{case}还有先行登记保存的物品没有处理（{items}），不能{action}。"


class GainsWrong(Refusal):
    """The gains do not follow from what was collected and refunded."""

    code = "gains_wrong"
    http_status = 422
    message = "违法所得计算有误：{why}。"


class ReviewNeeded(Refusal):
    """Guard 3: a legal review that the law asks for is missing or was not passed."""

    code = "review_needed"
    message = "{case}须先通过法制审核才能{action}：{why}。"


class DiscussionNeeded(Refusal):
    """Art. 57: complex and major cases are discussed by the heads."""

    code = "discussion_needed"
    message = "{case}属于情节复杂或者重大违法行为，须经负责人集体讨论后才能{action}。"


class PenaltiesWrong(Refusal):
    """A list of penalties is empty, names a kind twice or lacks an amount."""

    code = "penalties_wrong"
    http_status = 422
    message = "处罚内容有误：{why}。"


class NoticeMissing(Refusal):
    """Guard 2: no penalty without a served prior notice."""

    code = "prior_notice_missing"
    message = "{case}没有已送达的事先告知，不能{action}。"


class PeriodsRun(Refusal):
    """Guard 2: the period to answer or to ask for a hearing is still running."""

    code = "notice_periods_run"
    message = "{case}的{right}期限到{until}届满，当事人没有放弃，不能{action}。"


class StatementOpen(Refusal):
    """Art. 45: what the party said is re-checked first."""

    code = "statement_open"
    message = "{case}的当事人陈述申辩还没有复核，不能{action}。"


class HearingOpen(Refusal):
    """A hearing that was asked for comes first."""

    code = "hearing_open"
    message = "{case}的当事人已申请听证，听证结束前不能{action}。"


class HearingNotPossible(Refusal):
    """No hearing was offered, the period is over, or the day is too early."""

    code = "hearing_not_possible"
    message = "{case}不能这样办理听证：{why}。"


class HeavierThanNotice(Refusal):
    """Guard 4: heavier than, or other than, what was announced."""

    code = "heavier_than_notice"
    message = "{case}的{penalty}超出事先告知的内容；须重新告知后才能决定，且不得因申辩加重处罚。"


class OtherFacts(Refusal):
    """Guard 4: the decision states other facts than its prior notice."""

    code = "other_facts"
    message = "{case}的决定所认定的事实与事先告知不同；须重新告知后才能决定。"


class FinesNotAnswered(Refusal):
    """Guard 6: nobody looked for fines of others, or one is not answered."""

    code = "fines_not_answered"
    message = "{case}不能罚款：{why}。"


class FinedBefore(Refusal):
    """Guard 6, art. 29: the same act was fined by another department."""

    code = "fined_before"
    message = "{case}的同一违法行为已由{department}罚款（{number}），不得再次罚款。"


class UnderAge(Refusal):
    """Art. 30: under fourteen no penalty, under eighteen a lighter one."""

    code = "under_age"
    message = "{party}违法时{age}，{rule}。"


class OutsideRange(Refusal):
    """A fine outside the benchmark needs a reason and a second approval."""

    code = "outside_range"
    message = "{case}的罚款{fine}元不在裁量基准{range}之内；{missing}。"


class FineBeyondLaw(Refusal):
    """A fine above the limit of the law, which no reason and no approval opens."""

    code = "fine_beyond_law"
    message = "{case}的罚款{fine}元超出法律规定的幅度：{why}；请重新裁量。"


class Recused(Refusal):
    """Art. 43: who was recused has no further part in the case, whatever his office."""

    code = "recused"
    http_status = 403
    message = "{case}已决定由您回避，您不能{action}；请由其他人员办理。"


class LeniencyWrong(Refusal):
    """A condition of art. 33 for not punishing is not met or not recorded."""

    code = "leniency_wrong"
    message = "{case}不能不予处罚：{why}。"


class NotOneDecision(Refusal):
    """A case has one standing decision."""

    code = "decision_exists"
    message = "{case}已经有一份{decision}；需要重拟的，请先弃用。"


class OrderElsewhere(Refusal):
    """An order to correct of another party, or not issued, cannot belong to the case."""

    code = "order_elsewhere"
    message = "{notice}不能作为{case}的责令改正：{why}。"


class NotOnTheSpot(Refusal):
    """Beyond the limits of the summary procedure (arts. 51, 68)."""

    code = "not_on_the_spot"
    http_status = 422
    message = "不能当场处罚：{why}；请按普通程序立案。"


class PaperMissing(Refusal):
    """A step is said by a paper, and nobody has drafted it yet."""

    code = "case_paper_missing"
    message = "还没有起草《{form}》；请先起草并补齐内容，再批准。"


class NoticeDraftOpen(Refusal):
    """A case has one draft of a prior notice at a time."""

    code = "prior_notice_draft_open"
    message = "{case}已有一份正在起草的事先告知；请先修改、批准或者弃用它，再起草新的。"


class PaperDisagrees(Refusal):
    """A draft says something else than the notice or decision that it is to put into words."""

    code = "case_paper_disagrees"
    message = "《{form}》的“{fields}”与案件记载不一致；请按案件记载修改文书后再批准。"


class PaperWithItsStep(Refusal):
    """A paper of a notice or decision is approved and replaced with that, never by itself."""

    code = "case_paper_goes_with_its_step"
    message = "{paper}随{case}的告知或者决定一并办理，不能单独{action}；请在案件页面办理。"


class HeavierForDefence(Refusal):
    """Art. 45: on the same facts a defence never makes the penalty heavier."""

    code = "heavier_for_defence"
    message = (
        "{case}的当事人已陈述申辩或者申请听证，在同一事实上不得加重为{penalty}；"
        "有新的违法事实的，请先补充调查。"
    )


class PapersApart(Refusal):
    """Guard 7: a decision and its credit-repair notice are served together (两书同达)."""

    code = "papers_apart"
    message = "{paper}须与{other}同时送达；请一并选择后登记。"


class PaymentWrong(Refusal):
    """A payment or a plan of payments that does not fit what is owed."""

    code = "payment_wrong"
    http_status = 422
    message = "{case}的缴款不能登记：{why}。"


class RemedyWrong(Refusal):
    """A reconsideration or lawsuit that does not fit what is on record."""

    code = "remedy_wrong"
    message = "{case}的复议或者诉讼不能登记：{why}。"


class CourtWindow(Refusal):
    """The court can be asked only in three months after both remedies ended unused."""

    code = "court_window"
    message = "{case}不能申请法院强制执行：{why}。"


class NotPublishable(Refusal):
    """A penalty that is not for the public, or not any more, or not yet."""

    code = "not_publishable"
    message = "{case}不能办理公示：{why}。"


class NotClosable(Refusal):
    """A condition of closing a case on this ground is not met."""

    code = "case_not_closable"
    message = "{case}不能结案：{why}。"


class NotArchivable(Refusal):
    """The file of a case is not whole yet."""

    code = "case_not_archivable"
    message = "{case}不能归档：{why}。"


class FileReviewDrawn(Refusal):
    """A sample that can be drawn anew could be chosen: once per year."""

    code = "file_review_drawn"
    message = "{year}年的案卷评查已经抽取，不能重抽。"


class FileScored(Refusal):
    """A file is scored once, by one person."""

    code = "file_scored"
    message = "{file}已由{person}评为{total}分，不能再评；请刷新页面查看结果。"


class FundClueKnown(Refusal):
    """Of one finding on prepaid money there is one clue."""

    code = "fund_clue_known"
    message = "{finding}已经登记为线索（{case}），没有重复登记；请在该案中办理。"
