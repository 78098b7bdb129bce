/* SPDX-License-Identifier: Apache-2.0 */
/* One operation that is in both documents: what is said of it as a whole, then its parts. */
#include "difference/finder.h"

#include "base/clock.h"

static struct difference_edit edit_at(const struct difference_place *place, struct slice keyword)
{
    return (struct difference_edit){ .old_at = difference_key(place->old->node, keyword, place->old->at),
                                     .new_at = difference_key(place->new->node, keyword, place->new->at) };
}

/* ---- the address */

static struct slice address_text(struct difference_finder *finder, const struct contract_operation *operation)
{
    return arena_printf(&finder->out->arena, "%.*s %.*s", SLICE_ARG(operation->method),
                        SLICE_ARG(operation->path));
}

/* The next name in braces; empty when there is none. */
static struct slice next_name(struct slice *path)
{
    slice_cut(path, '{');
    return path->len ? slice_cut(path, '}') : (struct slice){ 0 };
}

static size_t count_names(struct slice path)
{
    size_t count = 0;

    while (next_name(&path).at)
        count++;
    return count;
}

/* Not when they moved to another template, or when a base path with parameters did: then names are all there is. */
static bool has_order(const struct difference_place *place)
{
    return !place->has_moved && count_names(place->old->path) == count_names(place->new->path);
}

struct slice difference_path_name(const struct difference_place *place, struct slice name)
{
    struct slice old = place->old->path, new = place->new->path, there;

    if (!has_order(place))
        return name;
    while ((there = next_name(&new)).at) {
        struct slice was = next_name(&old);

        if (slice_eq(there, name))
            return was;
    }
    return name;
}

static void compare_names(struct difference_finder *finder, const struct difference_place *place)
{
    struct slice old = place->old->path, new = place->new->path;
    struct difference_place here = *place;
    struct difference_edit edit = { .old_at = place->old->path_at, .new_at = place->new->path_at };

    if (!has_order(place))
        return;
    here.location = SLICE("path");
    for (;;) {
        edit.before = next_name(&old);
        edit.after = here.name = next_name(&new);
        if (!edit.after.at)
            return;
        if (!slice_eq(edit.before, edit.after))
            difference_add(finder, DIFFERENCE_PATH_PARAMETER_RENAMED, &here, edit);
    }
}

static void compare_address(struct difference_finder *finder, const struct difference_place *place)
{
    const struct contract_operation *old = place->old, *new = place->new;

    if (!place->has_moved) {
        compare_names(finder, place);
        return;
    }
    difference_add(finder, DIFFERENCE_OPERATION_MOVED, place,
                   (struct difference_edit){ .name = new->id,
                                             .before = address_text(finder, old),
                                             .after = address_text(finder, new),
                                             .old_at = old->path_at,
                                             .new_at = new->path_at });
}

/* ---- sunset */

/* "2026-11-24", a date-time of RFC 3339, or as RFC 8594 has it in the header field, "Tue, 24 Nov 2026 00:00:00 GMT". */
static bool sunset_time(struct slice text, int64_t *ret)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char date[CLOCK_TEXT];
    const char *month;

    if (clock_parse(text, ret))
        return true;
    if (text.len == 10) {
        int len = snprintf(date, sizeof date, "%.*sT00:00:00Z", SLICE_ARG(text));

        return clock_parse(slice_make(date, (size_t)len), ret);
    }
    if (text.len != 29 || text.at[3] != ',')
        return false;
    month = memmem(months, sizeof months - 1, text.at + 8, 3);
    if (!month)
        return false;
    snprintf(date, sizeof date, "%.4s-%02d-%.2sT%.8sZ", text.at + 12, (int)(month - months) / 3 + 1,
             text.at + 5, text.at + 17);
    return clock_parse(slice_of(date), ret);
}

bool difference_sunset_passed(const struct difference_finder *finder,
                              const struct contract_operation *operation)
{
    int64_t sunset;

    return sunset_time(operation->sunset, &sunset) && sunset <= finder->now;
}

static void compare_sunset(struct difference_finder *finder, const struct difference_place *place)
{
    struct difference_edit edit = edit_at(place, SLICE("x-sunset"));
    int64_t old = 0, new = 0;
    bool are_times;

    edit.before = place->old->sunset;
    edit.after = place->new->sunset;
    if (slice_eq(edit.before, edit.after))
        return;
    are_times = sunset_time(edit.before, &old) && sunset_time(edit.after, &new);
    if (!edit.before.len)
        difference_add(finder, DIFFERENCE_SUNSET_ADDED, place, edit);
    else if (!edit.after.len)
        difference_add(finder, DIFFERENCE_SUNSET_REMOVED, place, edit);
    else if (are_times && new > old)
        difference_add(finder, DIFFERENCE_SUNSET_LATER, place, edit);
    else if (!are_times || new < old) /* dates nobody can read promise no more time */
        difference_add(finder, DIFFERENCE_SUNSET_EARLIER, place, edit);
}

/* ---- what generators and readers see */

static void compare_id(struct difference_finder *finder, const struct difference_place *place)
{
    struct difference_edit edit = edit_at(place, SLICE("operationId"));

    edit.before = place->old->id;
    edit.after = place->new->id;
    if (slice_eq(edit.before, edit.after))
        return;
    if (!edit.before.len)
        difference_add(finder, DIFFERENCE_OPERATION_ID_ADDED, place, edit);
    else if (!edit.after.len)
        difference_add(finder, DIFFERENCE_OPERATION_ID_REMOVED, place, edit);
    else
        difference_add(finder, DIFFERENCE_OPERATION_ID_CHANGED, place, edit);
}

static bool has_tag(const struct contract_operation *operation, struct slice tag)
{
    for (size_t i = 0; i < operation->tag_count; i++) {
        if (slice_eq(operation->tags[i], tag))
            return true;
    }
    return false;
}

static void compare_tags(struct difference_finder *finder, const struct difference_place *place)
{
    struct difference_edit edit = edit_at(place, SLICE("tags"));
    struct difference_place here = *place;

    if (!difference_may(finder, place->old->tag_count * place->new->tag_count))
        return;
    for (size_t i = 0; i < place->new->tag_count; i++) {
        here.name = edit.after = place->new->tags[i];
        if (!has_tag(place->old, edit.after))
            difference_add(finder, DIFFERENCE_TAG_ADDED, &here, edit);
    }
    edit.after = (struct slice){ 0 };
    for (size_t i = 0; i < place->old->tag_count; i++) {
        here.name = edit.before = place->old->tags[i];
        if (!has_tag(place->new, edit.before))
            difference_add(finder, DIFFERENCE_TAG_REMOVED, &here, edit);
    }
}

static void compare_deprecated(struct difference_finder *finder, const struct difference_place *place)
{
    struct difference_edit edit = edit_at(place, SLICE("deprecated"));

    if (!place->old->deprecated && place->new->deprecated)
        difference_add(finder, DIFFERENCE_OPERATION_DEPRECATED, place, edit);
    if (place->old->deprecated && !place->new->deprecated)
        difference_add(finder, DIFFERENCE_OPERATION_UNDEPRECATED, place, edit);
}

/* Servers of the document are told of once. */
static void compare_servers(struct difference_finder *finder, const struct difference_place *place)
{
    const struct contract_operation *old = place->old, *new = place->new;

    if (old->servers != finder->old->servers || new->servers != finder->new->servers)
        difference_servers(finder, place, old->servers, old->server_count, new->servers, new->server_count);
}

void difference_operation(struct difference_finder *finder, const struct difference_place *place)
{
    compare_address(finder, place);
    compare_id(finder, place);
    compare_tags(finder, place);
    compare_deprecated(finder, place);
    compare_sunset(finder, place);
    compare_servers(finder, place);
    difference_parameters(finder, place);
    difference_bodies(finder, place);
    difference_responses(finder, place);
    difference_security(finder, place);
}
