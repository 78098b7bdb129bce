/* SPDX-License-Identifier: Apache-2.0 */
#include "base/severity.h"

static const char *const names[SEVERITIES] = { "info", "low", "medium", "high", "critical" };

const char *severity_name(enum severity severity)
{
    return names[severity];
}

bool severity_from(struct slice name, enum severity *ret)
{
    for (int i = 0; i < SEVERITIES; i++)
        if (slice_eq(name, slice_of(names[i]))) {
            *ret = (enum severity)i;
            return true;
        }
    return false;
}
