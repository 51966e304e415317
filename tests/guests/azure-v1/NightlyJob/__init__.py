import logging

import azure.functions as func


def main(mytimer: func.TimerRequest, context: func.Context) -> None:
    assert context.function_name == "NightlyJob"
    if mytimer.past_due:
        logging.warning("late")
