"""Refusals are values: they survive the way from a worker."""

import pickle

from common.errors import NotFound, WrongState


def test_a_refusal_comes_out_of_a_pickle_as_it_went_in():
    refusal = WrongState(
        thing="县教停办字〔2021〕1号", state="已批准", action="批准", wanted="待审批"
    )

    again = pickle.loads(pickle.dumps(refusal))  # noqa: S301 -- our own bytes

    assert (type(again), str(again), again.facts) == (WrongState, str(refusal), refusal.facts)


def test_the_sentence_is_the_string():
    assert str(NotFound(what="这家机构")) == "没有找到这家机构，请检查编号或返回列表重新选择。"
