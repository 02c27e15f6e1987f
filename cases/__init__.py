"""The assessment floor: referentials, case library, variants, questions, marking and awards."""
