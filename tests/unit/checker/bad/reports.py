"""Reports, of which only one needs what it takes."""

from datetime import date

import faasport

try:
    import pandas as pd
except ImportError:
    pd = None


@faasport.schedule("30 0 * * *", timezone="Europe/Berlin")
def nightly(tick: faasport.Tick):
    print("report of", date.today())


@faasport.http("GET", "/rows")
def rows():
    yield "sku,count\n"
