"""Forms photographed and read back: a page is found by its code and corner marks, laid flat, and each box judged.

``photos`` refuses what is no photograph, ``registration`` lays it flat, ``rules`` and ``strokes`` find lines and ink,
``reading`` says what is in each box. See ``docs/papers.md`` for a form of your own.
"""
