"""Several texts on one line."""

from cases.joined import joined


def test_texts_stand_between_semicolons_as_each_language_writes_them():
    assert joined(["a", "b", "c"], "fr") == "a\u202f; b\u202f; c"
    assert joined(iter(["a", "b"]), "en") == "a; b"
    assert joined([], "fr") == ""


def test_of_sentences_the_last_alone_keeps_its_full_stop():
    assert joined(["Relancer.", "Attendre."], "fr") == "Relancer\u202f; Attendre."
    assert joined(["Wait."], "en") == "Wait."
