from dataclasses import dataclass

from vercel.queue import Message, subscribe


@dataclass
class Bill:
    number: str
    cents: int


@subscribe(topic="bills", max_attempts=3)
async def bill(message: Message[Bill]) -> None:
    assert message.message_id == message.metadata.message_id
    assert message.metadata.topic.endswith("bills")
    if message.payload.cents < 0:
        raise ArithmeticError(message.payload.number)
