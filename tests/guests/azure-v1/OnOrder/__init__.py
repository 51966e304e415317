import logging

import azure.functions as func


async def main(msg: func.QueueMessage) -> None:
    order = msg.get_json()
    logging.info("%s: %s", msg.id, order["sku"])
