/* SPDX-License-Identifier: Apache-2.0 */
/* How much a finding matters, the same everywhere. */
#ifndef BASE_SEVERITY_H
#define BASE_SEVERITY_H

#include "base/slice.h"

enum severity { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
#define SEVERITIES 5

const char *severity_name(enum severity severity); /* "info", "low", "medium", "high", "critical" */
bool severity_from(struct slice name, enum severity *ret);

#endif
