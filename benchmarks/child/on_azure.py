"""How Azure calls a function: the request (and the context, if it asks) of the indexed function."""


class Context:
    """What the handlers may read of Azure's context."""

    function_name = "orders"
    function_directory = "/home/site/wwwroot"
    invocation_id = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    thread_local_storage = trace_context = retry_context = None


def preloaded():
    pass


def load(spec):
    """The functions as the worker indexes them: methods, route, function and its parameters."""
    module, _, name = spec.partition(":")
    app = getattr(__import__(module, fromlist=("_",)), name)
    found = []
    for function in app.get_functions():
        trigger = function.get_trigger()
        if trigger.type == "httpTrigger":
            methods = {getattr(each, "value", each) for each in trigger.methods or ()}
            found.append((methods, trigger.route or "", function.get_user_function()))
    return found


def function_of(loaded):
    return lambda function, named: function(**named)


def arguments(loaded, event):
    import azure.functions as func

    function = select(loaded, event)
    query = dict(pair.split("=", 1) for pair in event["query"].split("&") if pair)
    suffix = "?" + event["query"] if event["query"] else ""
    request = func.HttpRequest(
        event["method"],
        "https://" + event["headers"]["host"] + event["path"] + suffix,
        headers=event["headers"],
        params=query,
        route_params=event["route"],
        body=event["body"].encode(),
    )
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    return function, {name: Context if name == "context" else request for name in names}


def select(loaded, event):
    wanted = event["path"].strip("/").split("/")
    for methods, route, function in loaded:
        parts = route.strip("/").split("/")
        fits = len(parts) == len(wanted) and all(
            part == each or part[:1] == "{" for part, each in zip(parts, wanted)
        )
        if fits and "{*" not in route and event["method"] in methods:
            return function
    raise LookupError(event["path"])


def answer(result):
    import json

    return {"status": result.status_code, "body": json.loads(result.get_body())}
