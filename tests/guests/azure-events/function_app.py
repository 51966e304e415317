"""What happens in a shop, as an app of Azure Functions: the v2 programming model."""

import logging

import azure.functions as func

app = func.FunctionApp()


@app.event_grid_trigger(arg_name="event")
def on_signup(event: func.EventGridEvent) -> None:
    assert event.event_type == "Shop.SignedUp"
    logging.info("%s %s", event.id, event.subject)


@app.cosmos_db_trigger(
    arg_name="documents", connection="COSMOS", database_name="shop", container_name="stock"
)
def restock(documents: func.DocumentList) -> None:
    for document in documents:
        assert document["id"]


@app.blob_trigger(arg_name="upload", path="uploads/{name}", connection="AzureWebJobsStorage")
def list_upload(upload: func.InputStream) -> None:
    container, _, name = upload.name.partition("/")
    assert container and name
    logging.info("%s has %s bytes at %s", name, upload.length, upload.uri)
