from collections import Counter

from local.simulator.decisions import Decisions


def test_a_decision_depends_on_seed_and_key_alone() -> None:
    one, other = Decisions("booking/1/0"), Decisions("booking/1/0")
    other.number("something else first")

    assert one.number("load-1/target") == other.number("load-1/target")
    assert one.number("load-1/target") != Decisions("booking/2/0").number("load-1/target")


def test_a_decision_is_the_same_in_every_process_and_release() -> None:
    decisions = Decisions("booking/1/0")

    assert decisions.between(1, 1_000_000, "load-1/target") == 677_269
    assert str(decisions.identifier("id/1")) == "0c0e123c-38dc-48d7-8884-b0166298c3f6"


def test_weights_are_kept_on_the_whole() -> None:
    decisions = Decisions("weights")

    counted = Counter(decisions.weighed({"rare": 10, "usual": 90}, str(number)) for number in range(2_000))

    assert 140 < counted["rare"] < 260


def test_what_is_not_kept_comes_out_for_nothing_and_moves_no_other() -> None:
    all_of_them = Decisions("kept")
    acts = {key: all_of_them.act({"accept": 50, "silent": 50}, key, "silent") for key in "abcdefgh"}
    dropped = next(key for key, act in acts.items() if act == "accept")

    fewer = Decisions("kept", frozenset(all_of_them.made) - {dropped})
    again = {key: fewer.act({"accept": 50, "silent": 50}, key, "silent") for key in "abcdefgh"}

    assert again == {**acts, dropped: "silent"}
    assert set(fewer.made) == set(all_of_them.made) - {dropped}
