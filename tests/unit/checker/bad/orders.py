"""All that should not be done with an order."""

import asyncio
import logging
import os
import time

import faasport

logging.basicConfig(level=logging.INFO)
log = logging.getLogger("orders")
ORDERS = {}
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders"


@faasport.http("POST", "/orders")
async def accept(order: dict, request: faasport.Request):
    log.info("asked: %s", request.headers)
    claims = claims_of(request.native)
    time.sleep(0.2)
    ORDERS[order["id"]] = order
    asyncio.create_task(told(order))
    pay(order)
    return {"statusCode": 201, "body": str(claims)}


def claims_of(event):
    return event["requestContext"]["authorizer"]


async def told(order: dict):
    with open("orders.log", "a") as file:
        file.write(f"{order}\n")


async def pay(order: dict):
    return [os.environ["STRIPE_KEY"], faasport.secret("PAYPAL_KEY"), os.environ["SHOP_TOWN"],
            os.environ["FAASPORT_QUEUE_ORDRES"]]


@faasport.queue("orders")
def fulfil(message: faasport.Message):
    if not message.body:
        os._exit(1)
    time.sleep(30)
    raise faasport.Retry("later", after=60)


@faasport.http("GET", "/known")
def known():
    return {"known": True}  # faasport: ignore[FP041, FP999]
