"""The board: the tracker for those who never open a terminal, as one file (``html``) or as pages of a server (``app``).

``view`` gathers what the file says into frozen values (pure), ``html`` writes it; ``page/`` holds the templates of both,
``static/`` their styles and scripts. The pages:

- ``app.create_app`` makes the application from arguments, ``pages`` lists its routes. A module of ``pages`` is: query → frozen
  view → template. ``visit.page(show)`` makes a route's endpoint of ``show(visit) -> Response``, a plain function that runs in
  a thread: ``visit.tracker`` is the tracker, ``visit.today`` the day, ``visit.page("x.html", …)`` fills in a template that
  begins with ``{% extends "base.html" %}``.
- A write is a POST: ``visit.write(change, to=…)`` calls the one method of ``Tracker`` that logs a command, and leaves by 303 for
  a page that says what was done and offers to take it back. What cannot be done is raised (PolicyparseError) and told.
- A form on a task carries ``seen``, the last change that its page knew (``{{ seen_field(seen) }}``); the method is given it,
  and raises ``Overtaken`` where somebody was faster: the page is shown again with what was typed and what has changed.
- ``guard`` stands before all of it: host names, origins, read only, sizes, headers. No style or script stands in a page (the
  Content Security Policy forbids it): they are files of ``static/``.
"""
