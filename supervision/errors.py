"""Refusals of supervision: one sentence each, with a code that never changes."""

from common.errors import Refusal


class SupervisionIncomplete(Refusal):
    """Something that must be said was left out."""

    code = "supervision_incomplete"
    http_status = 422
    message = "{thing}缺少：{missing}；请补齐后再提交。"


class InterviewDayWrong(Refusal):
    """An interview is called for a moment that is over, or held before it was called."""

    code = "interview_day_wrong"
    http_status = 422
    message = "约谈时间{moment}无效：{why}。"


class CircularIsNoPenalty(Refusal):
    """A circular tells facts; words of penalty stand only in a decision."""

    code = "circular_is_no_penalty"
    http_status = 422
    message = "通报只陈述事实和要求，不能写“{words}”；需要处罚的，请立案后在处罚决定中作出。"


class OwnCircular(Refusal):
    """Who drafted a circular does not approve it."""

    code = "own_circular"
    message = "《{circular}》由您起草，须由其他人批准。"


class ListingDayWrong(Refusal):
    """A limit of a listing that does not lie ahead, or is not later than the one before."""

    code = "listing_day_wrong"
    http_status = 422
    message = "督办期限{day}无效：须晚于{least}。"


class ListingHands(Refusal):
    """Who puts it right and who watches over that are two people."""

    code = "listing_hands"
    http_status = 422
    message = "督办领导和责任人不能是同一人（{person}）；请另选一人。"


class NotYourListing(Refusal):
    """Progress is told by those who are answerable for it."""

    code = "not_your_listing"
    http_status = 403
    message = "只有责任人或者督办领导可以填写“{listing}”的进展。"
