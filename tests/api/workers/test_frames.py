"""What the processes say to each other arrives as it was sent."""

from __future__ import annotations

import socket
import threading

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.workers.frames import DATA, END, HEAD, Question, frame, received

_TEXT = st.text(alphabet=st.characters(exclude_categories=()))
_TERMS = st.one_of(
    st.just(ox.NamedNode("http://example.org/a")),
    st.builds(ox.Literal, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(lambda words: ox.Literal(words, language="en"), st.just("words")),
    st.builds(ox.Literal, st.integers(-9, 9)),
)


@given(
    text=_TEXT,
    terms=st.dictionaries(st.sampled_from("stu"), _TERMS),
    graphs=st.none() | st.lists(_TEXT).map(tuple),
    largest=st.none() | st.integers(0),
)
def test_a_question_arrives_as_it_was_asked(
    text: str, terms: dict[str, ox.Literal], graphs: tuple[str, ...] | None, largest: int | None
) -> None:
    asked = Question(
        text, {"graph": "turtle"}, terms, None, graphs, None, largest=largest, is_kind_only=True
    )
    assert Question.decoded(asked.encoded()) == asked


def test_a_frame_arrives_whole_however_it_is_cut() -> None:
    ours, theirs = socket.socketpair()
    content = bytes(range(256)) * 5_000
    sent = frame(DATA, content) + frame(END)

    def send() -> None:
        for start in range(0, len(sent), 99_999):
            theirs.sendall(sent[start : start + 99_999])
        theirs.close()

    sender = threading.Thread(target=send)
    with ours:
        sender.start()
        assert received(ours) == (DATA, content)
        assert received(ours) == (END, b"")
        assert received(ours) is None
        sender.join()


@pytest.mark.parametrize("sent", [b"", b"D", HEAD.pack(DATA, 3) + b"ab"])
def test_a_channel_that_breaks_off_is_an_end_not_a_frame(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(sent)
        assert received(ours) is None
