/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/records.h"

#include "base/words.h"

/* Members that tell one thing from another, by their last word: userId, productSlug, order_number. */
static bool is_identity(struct slice key)
{
    static const char *const names[] = { "id",    "uuid", "guid", "slug", "username", "login",
                                         "email", "sku",  "url",  "uri",  "href",     "identifier" };
    struct words words = { 0 };

    words_add(&words, key);
    for (size_t i = 0; words.count && i < sizeof names / sizeof *names; i++)
        if (slice_eq(words_at(&words, words.count - 1), slice_of(names[i])))
            return true;
    return false;
}

/* What the strings are tells as well: no two things have one identifier, few have one moment. */
static double distinct_texts(const struct draft_member *member)
{
    const struct values *texts = member->draft->texts;

    if (!texts || (values_is_enum(texts, NULL) && !is_identity(member->key)))
        return 0;
    return sample_distinct(&texts->sample);
}

double records_share(const struct draft *object)
{
    double objects = (double)object->types[TYPE_OBJECT], most = 0;

    for (size_t i = 0; i < object->member_count; i++) {
        const struct draft_member *member = &object->members[i];
        double distinct = distinct_texts(member);

        if (member->draft->numbers && is_identity(member->key) &&
            sample_distinct(&member->draft->numbers->sample) > distinct)
            distinct = sample_distinct(&member->draft->numbers->sample);
        most = distinct > most ? distinct : most;
    }
    return most > 0 && most < objects ? most / objects : 1;
}
