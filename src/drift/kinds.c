/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/drift.h"

const struct drift_kind_row drift_kinds[DRIFT_KINDS] = {
#define KIND(id, name, family, title, why) [DRIFT_##id] = { name, DRIFT_##family, title, why },
#include "drift/kinds.list"
#undef KIND
};

bool drift_kind_from(struct slice name, enum drift_kind *ret)
{
    for (unsigned i = 0; i < DRIFT_KINDS; i++)
        if (slice_eq(name, slice_of(drift_kinds[i].name)))
            return *ret = (enum drift_kind)i, true;
    return false;
}

const char *drift_family_name(enum drift_family family)
{
    static const char *const names[] = {
        [DRIFT_MISSING] = "missing",
        [DRIFT_WRONG] = "wrong",
        [DRIFT_DEAD] = "dead",
    };

    return names[family];
}
