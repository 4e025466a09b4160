"""Questions read aloud: a recording says one sentence of a questionnaire in one language."""
