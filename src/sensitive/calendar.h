/* SPDX-License-Identifier: Apache-2.0 */
/* Days as numbers of identity cards and forms hold them. */
#ifndef SENSITIVE_CALENDAR_H
#define SENSITIVE_CALENDAR_H

#include "base/slice.h"
#include "sensitive/glance.h"

/* Whether there is such a day; a year below 100 is of any century. */
bool calendar_is_day(unsigned year, unsigned month, unsigned day);
/* Eight digits YYYYMMDD of somebody who may be alive. */
bool calendar_is_birth(const char *digits);
/* Six digits YYMMDD. */
bool calendar_is_short(const char *digits);
/* A date, in one of the ways people and programs write it; *ret_year is its year. Times after it are allowed. */
bool calendar_date(struct slice text, unsigned *ret_year);

#endif
