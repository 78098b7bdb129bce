/* SPDX-License-Identifier: Apache-2.0 */
/* Query parameters and the members of a JSON or form body, each shown to whoever looks for something. Only requests that were
 * answered 2xx, or refused for what they said, are walked. */
#include "signal/sent.h"

#include "http/url.h"
#include "signal/words.h"
#include "json/scan.h"

#define BODY_LOOK 8192 /* bytes of a body that are walked */
#define QUERY_PAIRS 32

const char *sent_place_name(enum sent_place place)
{
    return place == SENT_QUERY ? "query" : "body";
}

struct slice sent_value(const struct sent *sent, struct arena *arena)
{
    if (!sent->is_raw)
        return sent->value;
    if (sent->is_text) {
        char *text = arena_get(arena, sent->value.len + 1);

        return text ? slice_make(text, scan_unescape(sent->value, text)) : sent->value;
    }
    return url_decode(sent->value, arena, NULL);
}

/* ---- the query ---- */

/* Names under which one value is meant, so that a second one is a trick rather than a list. */
static bool is_single(struct slice name)
{
    static const char *const single[] = { "id",    "user", "username", "email",  "account",  "amount",
                                          "price", "role", "admin",    "to",     "from",     "token",
                                          "owner", "code", "phone",    "action", "currency", "orderid" };

    return SLICE_AMONG_NOCASE(name, single) || (name.len > 2 && slice_ends_with(name, SLICE("Id"))) ||
           (name.len > 3 && slice_ends_with_nocase(name, SLICE("_id")));
}

static void look_repeated(struct signal_reading *reading, const struct sent *pairs, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t j = 0; j < i; j++)
            if (pairs[i].name.len == pairs[j].name.len && slice_eq(pairs[i].name, pairs[j].name) &&
                !slice_eq(pairs[i].value, pairs[j].value) && is_single(pairs[i].name))
                signal_tell(reading, FACT_repeated, pairs[i].name);
}

static void walk_query(struct signal_reading *reading)
{
    struct sent pairs[QUERY_PAIRS];
    struct slice rest = reading->query, pair;
    size_t count = 0;

    while (count < QUERY_PAIRS && slice_next(&rest, '&', &pair)) {
        struct sent *sent = &pairs[count];

        *sent = (struct sent){ .place = SENT_QUERY, .name = slice_cut(&pair, '=') };
        sent->value = pair;
        if (sent->name.len == 0 || pair.len == 0)
            continue;
        count++;
        sent->is_raw = memchr(pair.at, '%', pair.len) != NULL;
        sent_look_url(reading, sent);
        sent_look_identity(reading, sent);
    }
    if (count > 1 && signal_is_success(reading))
        look_repeated(reading, pairs, count);
}

/* ---- the body ---- */

static void look(struct signal_reading *reading, const struct sent *sent)
{
    sent_look_privilege(reading, sent);
    sent_look_url(reading, sent);
    sent_look_identity(reading, sent);
}

static void walk_json(struct signal_reading *reading, struct slice body)
{
    struct members members;
    struct member member;
    enum members_step step;

    members_begin(&members, body, BODY_LOOK);
    while ((step = members_next(&members, &member)) != MEMBERS_END) {
        struct sent sent = { .place = SENT_BODY, .name = member.key, .value = member.value };

        if (step == MEMBERS_CLOSED)
            continue;
        if (member.value.len == 1 && member.value.at[0] == '[')
            sent.value = members_array(&members, &member);
        sent.is_text = member.is_text;
        sent.is_inside = member.depth > 1;
        sent.is_raw = member.is_text && memchr(member.value.at, '\\', member.value.len);
        look(reading, &sent);
    }
}

static void walk_form(struct signal_reading *reading, struct slice body)
{
    struct slice pair;

    body.len = body.len < BODY_LOOK ? body.len : BODY_LOOK;
    while (slice_next(&body, '&', &pair)) {
        struct sent sent = { .place = SENT_BODY, .name = slice_cut(&pair, '=') };

        sent.value = pair;
        sent.is_raw = pair.len && memchr(pair.at, '%', pair.len);
        if (sent.name.len && pair.len)
            look(reading, &sent);
    }
}

static bool is_write(struct slice method)
{
    return slice_eq(method, SLICE("POST")) || slice_eq(method, SLICE("PUT")) ||
           slice_eq(method, SLICE("PATCH"));
}

static void walk_body(struct signal_reading *reading)
{
    struct slice body = reading->exchange->request.body;

    if (signal_is_success(reading))
        signal_mark(reading, MARK_write_success);
    if (body.at[0] == '{' || body.at[0] == '[')
        walk_json(reading, body);
    else if (slice_starts_with_nocase(fields_find(reading->request, FIELD_CONTENT_TYPE),
                                      SLICE("application/x-www-form-urlencoded")))
        walk_form(reading, body);
}

void signal_sent(struct signal_reading *reading)
{
    const struct exchange *exchange = reading->exchange;

    /* A form is often answered with a redirect to what became of it. */
    bool is_taken = signal_is_success(reading) ||
                    ((exchange->status == 302 || exchange->status == 303) && is_write(exchange->method));

    if (reading->is_noise || (!is_taken && !sent_was_refused(reading)))
        return;
    if (reading->query.len)
        walk_query(reading);
    if (exchange->request.body.len && is_write(exchange->method))
        walk_body(reading);
}
