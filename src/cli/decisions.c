/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/decisions.h"

#include "base/clock.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/knowledge.h"
#include "store/findings.h"

#include <stdio.h>

static bool read_until(const struct arguments *arguments, int64_t *ret, struct error *err)
{
    const char *until = arguments_value(arguments, "until");

    *ret = 0;
    if (!until)
        return true;
    if (!clock_parse_day(slice_of(until), ret))
        return error_set(err, ERROR_USAGE, "--until takes a day such as 2027-03-31.");
    *ret += 24 * 3600 * NANOSECONDS_PER_SECOND; /* the end of that day */
    if (*ret <= clock_now())
        return error_set(err, ERROR_USAGE, "--until names a day that is over.");
    return true;
}

static bool check_decisions(const struct arguments *arguments, struct error *err)
{
    const char *reason = arguments_value(arguments, "reason");
    bool accepts = arguments_have(arguments, "accept");

    if (accepts && (!reason || slice_trim(slice_of(reason)).len == 0))
        return error_set(err, ERROR_USAGE, "--accept needs a reason: --reason TEXT.");
    if (!accepts && (reason || arguments_have(arguments, "until")))
        return error_set(err, ERROR_USAGE, "--reason and --until belong to --accept ID.");
    if ((accepts || arguments_have(arguments, "reopen")) && arguments_have(arguments, "read-only"))
        return error_set(err, ERROR_USAGE,
                         "--read-only and a decision that is to be kept exclude each other.");
    return true;
}

/* One --accept or --reopen. */
static bool decide_one(const struct invocation *invocation, struct store *store, const struct given *given,
                       int64_t until, struct error *err)
{
    struct slice id = slice_of(given->value),
                 reason = slice_of(arguments_value(invocation->arguments, "reason"));
    bool accepts = strcmp(given->option->name, "accept") == 0;
    struct output *out = invocation->out;

    if (accepts ? !finding_accept(store, id, reason, until, clock_now(), err)
                : !finding_reopen(store, id, clock_now(), err))
        return false;
    output_escaped(out, id);
    if (accepts)
        buffer_printf(&out->text, " is accepted; 'plainsight %s --reopen %s' takes it back.\n",
                      invocation->command->name, given->value);
    else
        buffer_text(&out->text, " is open again.\n");
    return true;
}

/* *ret_any: there was something to decide. */
bool decisions_take(const struct invocation *invocation, bool *ret_any, struct error *err)
{
    const struct arguments *arguments = invocation->arguments;
    struct store *store;
    int64_t until;
    bool decided = true;

    *ret_any = arguments_have(arguments, "accept") || arguments_have(arguments, "reopen");
    if (!check_decisions(arguments, err) || !read_until(arguments, &until, err))
        return false;
    if (!*ret_any)
        return true;
    store = knowledge_store(invocation, STORE_EDIT, err);
    if (!store)
        return false;
    for (size_t i = 0; decided && i < arguments->given_count; i++) {
        const struct given *given = &arguments->given[i];

        if (strcmp(given->option->name, "accept") == 0 || strcmp(given->option->name, "reopen") == 0)
            decided = decide_one(invocation, store, given, until, err);
    }
    store_close(store);
    return decided;
}

void decisions_complain_of_unused(const struct acceptances *acceptances, enum accepted_room room,
                                  const char *what, struct memory *account)
{
    struct buffer at, shown;

    buffer_init(&at, account);
    buffer_init(&shown, account);
    for (size_t i = 0; i < acceptances->count; i++) {
        const struct acceptance *entry = &acceptances->entries[i];

        if (entry->was_used || !acceptance_is_of(entry, room))
            continue;
        buffer_reset(&at);
        buffer_reset(&shown);
        position_print(entry->at, &at);
        text_escape(&shown, buffer_slice(&at));
        fprintf(stderr, "plainsight: %.*s: this acceptance fits no %s, or its day is over.\n",
                SLICE_ARG(buffer_slice(&shown)), what);
    }
    buffer_done(&shown);
    buffer_done(&at);
}
