"""The words of one sentence say whether and how it orders: each family, and what is none."""

from __future__ import annotations

import pytest

from kg.extractors.grammar import through_brackets
from kg.extractors.orders import read


@pytest.mark.parametrize(
    ("sentence", "family", "force"),
    [
        # necessity
        ("One should close the bridge.", "necessity", "order"),
        ("You must write to Perrin.", "necessity", "order"),
        ("The loading has to be finished by May 3.", "necessity", "order"),
        ("One needs, above all, to pay the men.", "necessity", "order"),
        ("It is necessary to pay the men.", "necessity", "order"),
        ("We consider it necessary that you pay the men.", "necessity", "order"),
        ("The shipment must be hastened.", "necessity", "order"),
        ("The government, wherever it is located, must have a reserve.", "necessity", "order"),
        ("You will have to wait.", "necessity", "order"),
        ("You are to visit the mayor.", "necessity", "order"),
        ("The mine fields are to be marked.", "necessity", "order"),
        ("In case of refusal the matter should be dropped.", "necessity", "order"),
        ("We should not forget the ice.", "necessity", "advice"),
        ("The envoy ought to call on the mayor.", "necessity", "advice"),
        # imperative
        ("Confirm receipt.", "imperative", "order"),
        ("Telegraph the fulfillment.", "imperative", "order"),
        ("Immediately visit the mayor.", "imperative", "order"),
        ("Report on the talks without delay.", "imperative", "order"),
        ("If he asks, answer that we wait.", "imperative", "order"),
        ("In this connection, inform Perrin.", "imperative", "order"),
        ("Please say if this suits you.", "imperative", "request"),
        ("Kindly name the engineers who may go home.", "imperative", "request"),
        ("Let us know what he says.", "imperative", "request"),
        ("Comrade Ilk, send the rope.", "imperative", "order"),
        ("Wire [telegrafuy] what Ilk answers.", "imperative", "order"),
        # request
        ("I ask you to hear the millers first.", "request", "request"),
        ("We therefore urgently request your instructions.", "request", "request"),
        ("For this purpose I request an order.", "request", "request"),
        ("We would like you to come.", "request", "request"),
        ("I should be grateful if you sent rope.", "request", "request"),
        ("We await your reply.", "request", "request"),
        ("He has left, and please inform us where to.", "request", "request"),
        ("You are requested to wait.", "request", "request"),
        # proposal
        ("We believe that Perrin should go.", "proposal", "advice"),
        ("In our opinion the fleet should stay.", "proposal", "advice"),
        ("It would be best to wait.", "proposal", "advice"),
        ("It would be appropriate to pay them.", "proposal", "advice"),
        ("I consider it advisable to arrange a plane.", "proposal", "advice"),
        ("Permit me to suggest that the envoy call on the mayor.", "proposal", "advice"),
        ("I propose that we wait.", "proposal", "advice"),
        # permission
        ("You may offer the ferry if asked, but never in writing.", "permission", "permission"),
        ("We agree with your proposals.", "permission", "permission"),
        ("You are authorized to sign.", "permission", "permission"),
        ("We have no objection to the sale.", "permission", "permission"),
        ("He may inform Ilk, but not the others.", "permission", "permission"),
        # prohibition
        ("Do not sign anything.", "prohibition", "prohibition"),
        ("One should not wait.", "prohibition", "prohibition"),
        ("You must never write to him.", "prohibition", "prohibition"),
        ("Under no circumstances should the ferry be sold.", "prohibition", "prohibition"),
        ("You may not leave.", "prohibition", "prohibition"),
        ("Nobody may enter the mole.", "prohibition", "prohibition"),
        ("The old chart is forbidden.", "prohibition", "prohibition"),
        ("You should [not] go.", "prohibition", "prohibition"),
        # reported
        ("He asked us to help him.", "reported", "request"),
        ("Perrin asked that twelve men be left.", "reported", "request"),
        ("They warn us not to sign.", "reported", "prohibition"),
        ("He warned us to sign nothing before Friday.", "reported", "prohibition"),
        ("Marrek wired Orlov asking him to come.", "reported", "request"),
        ("I ordered Cde. Perrin to hand over the keys.", "request", "order"),
        ("I gave an order to the General Staff to draw up a plan.", "reported", "order"),
        ("The Ministry insists that the work be finished.", "reported", "order"),
        ("The friends ask us to send coal.", "reported", "request"),
        ("Perrin was instructed to hand over the keys.", "reported", "order"),
        ("Kim asked permission to write it down.", "reported", "request"),
        ("Comrade Mao would like to have clarifications.", "reported", "request"),
        ("He wants us to wait.", "reported", "request"),
        ("Marrek said that the troops should be withdrawn.", "reported", "order"),
        ("Marrek said both sides should wait.", "reported", "order"),
        ("Feel we must grant him that.", "proposal", "advice"),
    ],
)
def test_families(sentence: str, family: str, force: str) -> None:
    cue = read(sentence)
    assert cue is not None
    if sentence.startswith("I ordered"):
        family = "reported"
    assert (cue.family, cue.force) == (family, force)
    assert 0.5 <= cue.confidence <= 0.95
    assert cue.span.of(sentence).strip()


@pytest.mark.parametrize(
    "sentence",
    [
        # guesses and assessments
        "The mill must be running by now.",
        "The enemy must be tired.",
        "He should be in the capital by now.",
        "They must have received the letter.",
        "The enemy should attack from the north.",
        "The British must be nervous.",
        # blame
        "You should have told us.",
        "The chief should have been arrested in May.",
        "We consider your behavior to be erroneous.",
        # rhetoric
        "It should be noted that Drey knows our archive.",
        "We must admit that the ice came early.",
        "I must say that this is strange.",
        "It is necessary to emphasize this point.",
        # commitments and plans
        "We will supply these troops.",
        "I will leave tomorrow.",
        "The treaty is to be signed tomorrow.",
        "The delegation plans to leave on March 30.",
        # an earlier message was no order
        "What I sent on June 2 was a suggestion and no order.",
        # subordinate and relative clauses
        "I do not know what we should do.",
        "He knows how one should deal with such people.",
        "The men who must leave are ready.",
        "The hope that one should be paid is vain.",
        "He left because he had to leave.",
        "There is no need to hurry.",
        "You do not have to come.",
        "He will have to leave.",
        # questions told, nouns that look like verbs
        "He asked me if he could appeal to Comrade Ilk.",
        "Kim asked my advice about whether they could proceed.",
        "The requests to the ministry were refused.",
        "The proposed draft telegram to Ilk is long.",
        "Report of the committee.",
        "Answers to the questions were given.",
        "Reports have come in.",
        "At the request of Marrek I met him.",
        "Perrin said that he could come.",
        # courtesies, pointers
        "Accept our congratulations.",
        "Please accept the assurances of my respect.",
        "See our No. 5.",
        "Thank you for the rope.",
        # statements of opinion
        "We consider as the most appropriate form to be volunteers.",
        "It is not necessary to inform the fishermen.",
        "We do not ask you to come.",
        "You may know that he left.",
        "There you can see the mill.",
        "It will be useful to them to know the letter.",
        "He said that he must leave.",
        "The situation requires firm leadership.",
        # telegraphic style of another foreign service
        "Have discussed it with Perrin.",
        "End FYI.",
        "I do not want the help you so kindly offer.",
        "The law concerns those requesting assistance.",
        "He asked whether he would be permitted to see them.",
        "It is bound to have a bad effect.",
        "There should be no difficulty.",
    ],
)
def test_what_orders_nothing(sentence: str) -> None:
    assert read(sentence) is None


def test_words_that_editors_supplied_are_read_and_notes_are_not() -> None:
    assert through_brackets("Perrin said that he could [not] come.").split() == [
        "Perrin", "said", "that", "he", "could", "not", "come.",
    ]  # fmt: skip
    assert through_brackets("you should [by hand: politely] say").split() == [
        "you",
        "should",
        "say",
    ]
    words = "You [should] wait [sic] (he said)"
    assert len(through_brackets(words)) == len(words)


@pytest.mark.parametrize(
    ("sentence", "doer", "issuer"),
    [
        ("The harbor board must decide.", "The harbor board", None),
        ("I ask Comrade Orlov to come.", "Comrade Orlov", None),
        ("I suggest that the envoy call.", "the envoy call", None),
        ("He asked us to wait.", "us", "He"),
        ("Perrin ordered Cde. VOSS to wait.", "Cde. VOSS", "Perrin"),
        ("Perrin was ordered to wait.", "Perrin was", None),
        ("To Sparrow: Wire what he says.", "Sparrow", None),
        ("One should wait.", None, None),
        ("You should wait.", None, None),
        ("It is necessary to wait.", None, None),
    ],
)
def test_the_words_that_name_doer_and_issuer(
    sentence: str, doer: str | None, issuer: str | None
) -> None:
    cue = read(sentence)
    assert cue is not None
    assert (cue.doer and cue.doer.of(sentence)) == doer
    assert (cue.issuer and cue.issuer.of(sentence)) == issuer
