/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/data.h"

#include "base/words.h"

bool data_answers(const struct posture_endpoint *endpoint, enum data_class class)
{
    for (size_t i = 0; i < endpoint->data_count; i++)
        if (data_is_answer(&endpoint->data[i]) && endpoint->data[i].class.class == class)
            return true;
    return false;
}

bool data_is_sent(const struct posture_endpoint *endpoint, enum data_class class)
{
    for (size_t i = 0; i < endpoint->data_count; i++)
        if (endpoint->data[i].place != EXPOSED_RESPONSE_BODY &&
            endpoint->data[i].place != EXPOSED_RESPONSE_HEADER && endpoint->data[i].class.class == class)
            return true;
    return false;
}

static bool path_has(const struct posture_endpoint *endpoint, const char *const *list, size_t count)
{
    struct words words = { 0 };

    words_add(&words, endpoint->endpoint->path);
    words_singularise(&words);
    for (size_t i = 0; i < words.count; i++) {
        char word[WORD_LENGTH];
        struct slice singular = slice_make(word, word_singular(words_at(&words, i), word));

        for (size_t j = 0; j < count; j++)
            if (slice_eq(singular, slice_of(list[j])) || slice_eq(words_at(&words, i), slice_of(list[j])))
                return true;
    }
    return false;
}

bool data_is_about_people(const struct posture_endpoint *endpoint)
{
    static const char *const people[] = { "user",    "customer",   "member",    "employee",  "patient",
                                          "person",  "people",     "profile",   "account",   "client",
                                          "student", "subscriber", "contact",   "guest",     "order",
                                          "owner",   "passenger",  "applicant", "candidate", "citizen",
                                          "resident" };

    return path_has(endpoint, people, sizeof people / sizeof *people) ||
           data_answers(endpoint, DATA_person_name) || data_answers(endpoint, DATA_birth_date);
}

bool data_is_own(const struct posture_endpoint *endpoint)
{
    static const char *const own[] = { "me", "my", "self", "profile", "whoami", "dashboard", "userinfo" };

    return path_has(endpoint, own, sizeof own / sizeof *own);
}

struct slice data_location(const struct exposed *row, struct reporter *reporter)
{
    if (row->place == EXPOSED_RESPONSE_BODY)
        return report_text(reporter, "response %d %.*s", (int)row->status, SLICE_ARG(row->pointer));
    return report_text(reporter, "%s %.*s", exposed_place_name(row->place), SLICE_ARG(row->pointer));
}

void data_report(const struct posture_endpoint *endpoint, const struct exposed *row, enum severity severity,
                 struct slice evidence, struct reporter *reporter)
{
    report(reporter, slice_of(data_group_name(row->row->group)), severity,
           &(struct sighting){
               .endpoint = endpoint,
               .location = data_location(row, reporter),
               .evidence = evidence,
               .count = row->support.count,
               .of = endpoint->endpoint->support.count,
               .first = row->support.first,
               .last = row->support.last,
               .example = row->example,
           });
}
