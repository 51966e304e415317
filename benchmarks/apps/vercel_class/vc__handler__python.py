"""As Vercel's builder starts vercel-runtime on a handler class."""

import os
import site
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENDOR = os.path.join(HERE, "_vendor")
os.environ.update(
    __VC_HANDLER_MODULE_NAME="index",
    __VC_HANDLER_ENTRYPOINT="index.py",
    __VC_HANDLER_ENTRYPOINT_ABS=os.path.join(HERE, "index.py"),
    __VC_HANDLER_VENDOR_DIR="_vendor",
    __VC_HANDLER_VARIABLE_NAME="handler",
)
site.addsitedir(VENDOR)
sys.path[:] = [HERE, VENDOR, *(path for path in sys.path if path not in ("", HERE, VENDOR))]

from vercel_runtime.vc_init import vc_handler
