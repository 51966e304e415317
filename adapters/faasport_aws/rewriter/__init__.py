"""Handlers of Lambda → neutral handlers, as far as what they read of the event and what they answer
is understood wholly."""

from __future__ import annotations

from faasport_aws.rewriter.module import rewritten as rewritten
