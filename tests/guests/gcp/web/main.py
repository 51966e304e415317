"""A second project's main.py, with templates and a module of its own."""

import functions_framework
from flask import render_template
from titles import title_of


@functions_framework.http
def page(request):
    name = request.path.rpartition("/")[2]
    return render_template("page.html", title=title_of(name))
