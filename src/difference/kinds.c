/* SPDX-License-Identifier: Apache-2.0 */
/* The table of difference_kinds.list in memory. */
#include "difference/difference.h"

static const struct difference_rule rules[DIFFERENCE_KINDS] = {
#define DIFFERENCE(kind, name, class, what, why) { name, DIFFERENCE_##class, what, why },
#define DIFFERENCE_BOTH(kind, name, what, request, request_why, response, response_why)                      \
    { "request-" name, DIFFERENCE_##request, what, request_why },                                            \
        { "response-" name, DIFFERENCE_##response, what, response_why },
#include "difference/kinds.list"
#undef DIFFERENCE
#undef DIFFERENCE_BOTH
};

const struct difference_rule *difference_rule(enum difference_kind kind)
{
    return &rules[kind];
}

enum difference_kind difference_kind_named(struct slice name)
{
    size_t kind = 0;

    while (kind < DIFFERENCE_KINDS && !slice_eq(slice_of(rules[kind].name), name))
        kind++;
    return (enum difference_kind)kind;
}

const char *difference_class_name(enum difference_class class)
{
    static const char *const names[] = { "safe", "risky", "breaking" };

    return names[class];
}
