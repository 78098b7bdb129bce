/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/check.h"

const struct check *const check_table[] = {
#define CHECK(name) &check_##name,
#include "posture/checks.list"
#undef CHECK
    NULL,
};

static const struct {
    const char *name, *title;
} groups[CHECK_GROUPS] = {
    [CHECKS_WHO] = { "who", "Who are you" },
    [CHECKS_GUESSABLE] = { "guessable", "What is guessable" },
    [CHECKS_GIVEN] = { "given", "What is given away" },
    [CHECKS_ACCEPTED] = { "accepted", "What is accepted" },
    [CHECKS_SETUP] = { "setup", "How it is set up" },
    [CHECKS_DEPLOYED] = { "deployed", "How it is deployed" },
    [CHECKS_MORE] = { "more", "More than anyone needs" },
};

const struct check *check_find(struct slice id)
{
    for (size_t i = 0; check_table[i]; i++)
        if (slice_eq(id, slice_of(check_table[i]->id)))
            return check_table[i];
    return NULL;
}

const char *check_word(const void *context, size_t index)
{
    for (size_t i = 0; check_table[i]; i++)
        if (i == index)
            return check_table[i]->id;
    return NULL;
}

const char *check_group_name(enum check_group group)
{
    return groups[group].name;
}

const char *check_group_title(enum check_group group)
{
    return groups[group].title;
}
