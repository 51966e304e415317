import zlib


def name_of(url):
    return "%08x" % zlib.crc32(url.encode("utf-8"))
