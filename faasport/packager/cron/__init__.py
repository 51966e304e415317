"""Schedules: five-field cron read strictly, and what every dialect is printed from."""

from .daylight import Daylight as Daylight
from .expression import Expression as Expression, parse as parse
from .fault import CronFault as CronFault, both_days as both_days
from .schedule import Schedule as Schedule, faults as faults, schedule_of as schedule_of
