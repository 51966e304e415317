"""The notes, in memory."""

from flask import Blueprint, abort, jsonify, url_for

pages = Blueprint("notes", __name__)
NOTES = {1: "water the plants", 2: "call Zoë"}


@pages.get("/")
def every():
    return jsonify([{"id": key, "url": url_for("notes.one", key=key)} for key in NOTES])


@pages.get("/<int:key>")
def one(key):
    if key not in NOTES:
        abort(404)
    return jsonify(id=key, text=NOTES[key])
