"""Every morning, a page about the shop."""

import outbox

import faasport


@faasport.schedule("0 6 * * *")
def report(tick: faasport.Tick, context: faasport.Context) -> None:
    # A platform that does not tell when the schedule was due leaves the day out.
    day = tick.scheduled_at.date().isoformat() if tick.scheduled_at else "latest"
    page = f"Report of {day}: all is well.\n"
    # Not below new/: only what is there is an invoice that nobody has announced yet.
    outbox.put(context, "invoices", f"reports/{day}.txt", page)
