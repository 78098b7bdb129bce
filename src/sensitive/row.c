/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of the built-in classes. */
#include "sensitive/sensitive.h"

#define NAMED 0.0

static const struct data_class_row rows[DATA_BUILT_IN] = {
#define CLASS(id, title, group, severity, shows_nothing, passes, chance, alike, alike_plain, names)          \
    [DATA_##id] = { #id, title, group, severity, shows_nothing, names, passes, chance, alike, alike_plain },
#include "sensitive/classes.list"
#undef CLASS
};

const char *data_group_name(enum data_group group)
{
    static const char *const names[] = {
        [GROUP_CREDENTIAL] = "credential", [GROUP_FINANCIAL] = "financial", [GROUP_MEDICAL] = "medical",
        [GROUP_IDENTITY] = "identity",     [GROUP_CONTACT] = "contact",     [GROUP_TECHNICAL] = "technical",
        [GROUP_CUSTOM] = "custom",
    };

    return names[group];
}

const struct data_class_row *data_class_row(enum data_class class)
{
    return (unsigned)class < DATA_BUILT_IN ? &rows[class] : NULL;
}

bool data_class_from(struct slice name, enum data_class *ret)
{
    for (unsigned i = 0; i < DATA_BUILT_IN; i++)
        if (slice_eq(name, slice_of(rows[i].name)))
            return *ret = (enum data_class)i, true;
    return false;
}
