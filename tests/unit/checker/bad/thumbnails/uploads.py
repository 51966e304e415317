"""A bucket that calls itself."""

import os
import signal
from multiprocessing import Pool

import faasport
from thumbnails import storage

UPLOADS = os.environ.get("FAASPORT_BUCKET_UPLOADS", "uploads")


@faasport.bucket("uploads", on="created")
def shrink(change: faasport.ObjectEvent):
    signal.alarm(10)
    with Pool(2) as pool:
        small = pool.map(len, [change.key])
    storage.client().put_object(Bucket=UPLOADS, Key="small/" + change.key, Body=bytes(small))
