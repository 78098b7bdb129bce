/* SPDX-License-Identifier: Apache-2.0 */
/* One object named twice, in the path and in the query or body: whether both say the same. A service that checks the one and uses
 * the other serves objects it should not (CWE-235). */
#include "signal/sent.h"

#include "base/words.h"
#include "signal/words.h"

static bool is_identifier(struct slice segment)
{
    bool digit = false;

    for (size_t i = 0; i < segment.len; i++)
        digit |= byte_is_digit(segment.at[i]);
    return digit && segment.len <= 64 && !(segment.at[0] == 'v' && segment.len <= 3);
}

/* Whether "users" gives "userId" or "user_id" its name. */
static bool is_named_after(struct slice name, struct slice word)
{
    struct words words = { 0 }, wanted = { 0 };

    words_add(&words, name);
    words_add(&wanted, word);
    words_singularise(&wanted);
    if (words.count != wanted.count + 1 || !slice_eq(words_at(&words, words.count - 1), SLICE("id")))
        return false;
    for (size_t i = 0; i < wanted.count; i++)
        if (!slice_eq(words_at(&words, i), words_at(&wanted, i)))
            return false;
    return true;
}

/* The identifier in the path that the name stands for: of its own collection, or, for a bare "id", the last segment. */
static struct slice find_in_path(struct slice path, struct slice name)
{
    bool is_bare = slice_eq_nocase(name, SLICE("id"));
    struct slice rest = path, segment, before = { NULL, 0 }, found = { NULL, 0 };

    while (slice_next(&rest, '/', &segment)) {
        bool identifies = is_identifier(segment);

        if (is_bare)
            found = identifies && rest.len == 0 ? segment : (struct slice){ NULL, 0 };
        else if (identifies && before.len && is_named_after(name, before))
            return segment;
        before = identifies ? (struct slice){ NULL, 0 } : segment;
    }
    return found;
}

void sent_look_identity(struct signal_reading *reading, const struct sent *sent)
{
    struct slice name = sent->name, other;

    if (name.len < 2 || (name.at[name.len - 1] | 0x20) != 'd' || (name.at[name.len - 2] | 0x20) != 'i' ||
        sent->is_inside || sent->value.len == 0 || sent->value.len > 64 || !is_identifier(sent->value) ||
        !signal_is_success(reading) || !signal_is_name(name))
        return;
    other = find_in_path(reading->path, name);
    if (other.len)
        signal_tellf(reading, slice_eq(other, sent->value) ? FACT_id_agrees : FACT_id_differs, "%s %.*s",
                     sent_place_name(sent->place), SLICE_ARG(name));
}
