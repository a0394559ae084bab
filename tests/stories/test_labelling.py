"""A team says what its conversations are about: one by one, by rules, and by other names."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.playground.server import LocalSlack
from tests.stories.conftest import bot_in_slack
from tests.support.local_slack import Person, SeenMessage, call

NEWEST, SECOND = "21973", "21920"
"""Of the sample team's conversations without an intent."""
SUBJECT = "Seit dem Update keine Anmeldung möglich"
REFUSED = "Only admins"
ANOTHER, FORM = "Another intent", "A rule for intents"
RULE = "rules add Anmeldung, sign in -> login bug"


@pytest.fixture
def slack(own_history: str) -> Iterator[LocalSlack]:
    with bot_in_slack(own_history) as slack:
        yield slack


def first(person: Person) -> SeenMessage:
    """What is shown at the beginning."""
    card = person.types("/kpi unclassified")
    assert f"|{NEWEST}>" in card.plain
    return card


def test_conversations_without_an_intent_are_labelled_one_by_one(own_history: str) -> None:
    with bot_in_slack(own_history, learns=True) as slack:
        label_one_by_one(Person(slack, "Ada"))


def label_one_by_one(ada: Person) -> None:
    card = first(ada)
    assert "471 conversations are without a clear intent." in card.plain
    assert SUBJECT in card.plain
    ada.chooses(card, "login bug")
    after = ada.waits_for(f"{NEWEST}> is labelled *login bug* now.")
    assert after.ts == card.ts, "the next one comes in its place"
    assert "470 conversations" in after.plain
    assert f"|{SECOND}>" in after.plain
    ada.presses(after, "Skip")
    skipped = ada.waits_until_changed(after)
    assert f"|{SECOND}>" not in skipped.plain
    assert "470 conversations" in skipped.plain
    assert f"|{SECOND}>" in ada.types("/kpi unclassified").plain, "what was skipped comes again"


def test_a_label_is_taken_back_and_the_conversation_is_shown_again(ada: Person) -> None:
    ada.chooses(first(ada), "login bug")
    ada.presses(ada.waits_for("is labelled"), "Undo that")
    again = ada.waits_for("471 conversations")
    assert f"{NEWEST}> is as it was before: without an intent." in again.plain
    assert SUBJECT in again.plain


def test_an_intent_that_is_not_in_the_menu_is_typed(ada: Person) -> None:
    card = first(ada)
    ada.presses(card, "Another intent…")
    form = ada.waits_for_modal(ANOTHER)
    assert ada.submits(form, intent="Other") == {
        "intent": "“Other” says nothing: such conversations count as unclassified."
    }
    assert ada.submits(form, intent="n/a") == {"intent": "An intent needs a name."}
    assert ada.submits(form, intent="<!channel> *x*") == {}
    labelled = ada.waits_for("is labelled")
    assert labelled.ts == card.ts
    assert "<!channel>" not in labelled.text
    assert "&lt;!channel&gt;" in labelled.plain
    assert "<!channel> *x*" in labelled.plain, "the menu has it from now on, as it was typed"


def test_of_two_who_label_the_same_one_the_first_is_right_and_the_other_hears_it(ada: Person, ben: Person) -> None:
    hers, his = first(ada), first(ben)
    ben.chooses(his, "refund")
    ben.waits_for("is labelled *refund* now.")
    ada.chooses(hers, "login bug")
    told = ada.waits_for(f"{NEWEST}> was labelled *refund* meanwhile, by Ben Castillo. It stays so.")
    assert f"|{SECOND}>" in told.plain


def test_who_is_second_reads_what_the_conversation_is_called_now(ada: Person, ben: Person) -> None:
    hers, his = first(ada), first(ben)
    ben.chooses(his, "refund")
    ben.waits_for("is labelled *refund* now.")
    ada.types("/kpi rename refund to Money")
    ada.chooses(hers, "login bug")
    ada.waits_for(f"{NEWEST}> was labelled *Money* meanwhile, by Ben Castillo. It stays so.")


def test_what_somebody_else_has_taken_back_is_told_as_it_is(ada: Person, ben: Person) -> None:
    ada.chooses(first(ada), "login bug")
    after = ada.waits_for("is labelled")
    ada.types("/kpi rules save Anmeldung -> refund")
    ben.types(f"/kpi label {NEWEST} none")
    ada.presses(after, "Undo that")
    ada.waits_for(f"{NEWEST}> is as it was before: *refund*.")


def test_in_a_channel_all_label_together_and_read_no_subjects(ada: Person, ben: Person) -> None:
    card = ada.asks("@kpibot unclassified")
    assert f"|{NEWEST}>" in card.plain
    assert SUBJECT not in f"{card.plain}{card.text}"
    assert "Subjects are shown only to whoever asks alone" in card.plain
    ben.chooses(card, "login bug")
    after = ada.waits_until_changed(card)
    assert f"{NEWEST}> is labelled *login bug* now." in after.plain
    assert f"|{SECOND}>" in after.plain
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda who: who[0].chooses(after, who[1]), ((ada, "refund"), (ben, "login bug"))))
    told = ada.waits_for("meanwhile, by ")
    assert told.ts == card.ts
    assert f"|{SECOND}>" in told.plain
    assert "469 conversations" in told.plain, "only the first of the two counts"


def test_in_direct_messages_subjects_are_shown(ada: Person) -> None:
    card = ada.asks("unclassified", ada.direct)
    assert SUBJECT in card.plain
    ada.chooses(card, "login bug")
    assert "Bitte Geld zurück" in ada.waits_until_changed(card).plain


def test_a_shared_one_has_no_subject(ada: Person, ben: Person) -> None:
    ada.presses(first(ada), "Share to channel")
    shared = ben.waits_for("471 conversations")
    assert f"Shared by <@{ada.id}>" in shared.plain
    assert SUBJECT not in f"{shared.plain}{shared.text}"


def test_a_conversation_is_labelled_by_its_id(ada: Person, ben: Person) -> None:
    told = ben.types(f"/kpi label {NEWEST} log-in trouble")
    assert f"{NEWEST}> is labelled *log-in trouble* now." in told.plain
    changed = ada.types(f"/kpi label #{NEWEST} as Refund")
    assert "is labelled *refund* now." in changed.plain
    assert "It was “log-in trouble” before." in changed.plain
    ada.presses(changed, "Undo that")
    assert "is labelled *log-in trouble* now." in ada.waits_for("It was “refund” before.").plain
    assert "without an intent" in ben.types(f"/kpi label {NEWEST} none").plain
    assert "I know no conversation 77." in ben.types("/kpi label 77 refund").plain
    assert "471 conversations" in first(ada).plain
    assert f"label of {NEWEST}" in ada.types("/kpi history").plain


def test_a_rule_is_tried_saved_and_told_when_all_is_counted(slack: LocalSlack, ada: Person, ben: Person) -> None:
    trial = ada.types(f"/kpi {RULE}")
    assert "Would label " in trial.plain
    assert "of them differently from now" in trial.plain
    assert trial.plain.count(" → *login bug*") + trial.plain.count("→ login bug") >= 5
    assert "There are no rules yet" in ben.types("/kpi rules").plain, "it is only tried"
    ada.presses(trial, "Save the rule")
    saved = ada.waits_for("*Rule 1 is saved*")
    assert saved.ts == trial.ts
    ada = Person(slack, "Ada", deadline=30)
    moved = ada.waits_for("The last seven days, before and now:")
    assert "Unclassified: " in moved.plain
    assert f"|{NEWEST}>" not in ada.types("/kpi unclassified").plain, "the rule has labelled it"
    listed = ben.types("/kpi rules").plain
    assert "Anmeldung, sign in" in listed
    assert "Ada Okafor, 27 Jul 2026, 09:30" in listed


def test_what_everybody_reads_of_a_trial_has_no_subjects(ada: Person) -> None:
    trial = ada.asks(f"@kpibot {RULE}")
    assert "Would label" in trial.plain
    assert "Update" not in f"{trial.plain}{trial.text}"
    assert "Subjects are shown only to whoever asks alone." in trial.plain
    ada.presses(trial, "Save the rule")
    assert ada.waits_for("*Rule 1 is saved*").thread_ts == trial.thread_ts


def test_a_trial_is_changed_in_a_form_and_shown_anew_in_its_place(ada: Person) -> None:
    trial = ada.types(f"/kpi {RULE}")
    ada.presses(trial, "Change it…")
    form = ada.waits_for_modal(FORM)
    fields = {
        block["block_id"]: block["element"].get("initial_value") for block in form["blocks"] if "element" in block
    }
    assert fields == {"words": "Anmeldung, sign in", "intent": "login bug"}
    assert ada.submits(form, words=" , ", intent=" ") == {
        "words": "Name the words, as in: refund, money back",
        "intent": "Name the intent, as in: refund",
    }
    assert ada.submits(form, words="Geld zurück", intent="refund") == {}
    anew = ada.waits_for("Geld zurück → *refund*")
    assert anew.ts == trial.ts
    ada.presses(anew, "Save the rule")
    assert "Geld zurück → *refund*" in ada.waits_for("*Rule 1 is saved*").plain


def test_a_rule_is_made_from_a_conversation(ada: Person) -> None:
    card = first(ada)
    ada.presses(card, "Make a rule from this…")
    form = ada.waits_for_modal(FORM)
    assert SUBJECT in str(form["blocks"])
    assert ada.submits(form, words="Anmeldung", intent="login bug") == {}
    trial = ada.waits_for("*A new rule*")
    assert trial.ts != card.ts, "the conversation is still there to be labelled"
    assert trial.ephemeral
    ada.presses(trial, "Save the rule")
    ada.waits_for("*Rule 1 is saved*")


def test_a_saved_rule_is_changed_and_removed_from_the_list(ada: Person) -> None:
    ada.types("/kpi rules save Anmeldung -> login bug")
    listed = ada.types("/kpi rules")
    ada.chooses(listed, "1: login bug ← Anmeldung")
    form = ada.waits_for_modal("Change rule 1")
    assert ada.submits(form, words="Anmeldung, Login", intent="login bug") == {}
    trial = ada.waits_for("*Rule 1, changed*")
    ada.presses(trial, "Save the rule")
    ada.waits_for("*Rule 1 is changed*")
    assert "1: login bug ← Anmeldung, Login" in ada.types("/kpi rules").plain
    gone = ada.types("/kpi rules remove 1")
    assert "To make it again, as the last one: `/kpi rules add Anmeldung, Login -&gt; login bug`" in gone.plain
    assert "There are no rules yet" in ada.types("/kpi rules").plain


def test_rules_and_names_are_for_admins_and_labels_for_everybody(ada: Person, ben: Person) -> None:
    for typed in (RULE, "rules save a -> b", "rules remove 1", "rename refund to money", "merge refund into login bug"):
        assert REFUSED in ben.types(f"/kpi {typed}").plain, typed
    card = first(ben)
    ben.presses(card, "Make a rule from this…")
    ben.waits_for(REFUSED)
    assert ben.modals == []
    trial = ada.asks(f"@kpibot {RULE}")
    ben.presses(trial, "Save the rule")
    assert ben.waits_for_whisper(REFUSED).ephemeral
    assert "There are no rules yet" in ben.types("/kpi rules").plain
    ben.chooses(card, "login bug")
    ben.waits_for("is labelled *login bug* now.")


def test_an_intent_gets_another_name_and_its_own_again(slack: LocalSlack, ada: Person) -> None:
    told = ada.types('/kpi rename "login bug" to "Sign-in bug"')
    assert "“login bug” is called “Sign-in bug” now." in told.plain
    assert "1,299 conversations get another label." in told.plain
    assert "The source's own label is kept beside." in told.plain
    ada = Person(slack, "Ada", deadline=30)
    ada.waits_for("1,299 conversations have another label now.")
    assert "Sign-in bug" in ada.types('/kpi volume june intent:"Sign-in bug"').plain
    ada.presses(told, "Take it back")
    ada.waits_for("“login bug” has its own name again.")
    assert "All intents have the names" in ada.types("/kpi rename").plain


def test_a_merger_is_asked_back_first(ada: Person) -> None:
    asked = ada.types('/kpi merge "app crash" into "login bug"')
    assert "*Merge “app crash” into “login bug”?*" in asked.plain
    assert "432 conversations about “app crash”" in asked.plain
    assert "All intents have the names" in ada.types("/kpi rename").plain, "it is only asked"
    ada.presses(asked, "Merge them")
    assert "“app crash” counts as “login bug” now." in ada.waits_for("432 conversations get another label.").plain


def test_a_card_whose_message_is_gone_is_answered_alone(slack: LocalSlack, ada: Person, ben: Person) -> None:
    card = ada.asks("@kpibot unclassified")
    call(slack, "faults", {"fail": {"method": "chat.update", "error": "message_not_found", "times": 1}})
    ben.chooses(card, "login bug")
    assert ben.waits_for_whisper("is labelled *login bug* now.").ephemeral
