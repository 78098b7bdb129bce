/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/read.h"

#include "base/check.h"

#include <stdio.h>
#include <stdlib.h>

#define FIELDS_MOST 32

static size_t split(const char *text, struct header *fields)
{
    struct slice rest = slice_of(text ? text : ""), line;
    size_t count = 0;

    while (slice_next(&rest, '\n', &line)) {
        struct slice value = line;

        assert_true(count < FIELDS_MOST);
        fields[count].name = slice_cut(&value, ':');
        fields[count++].value = slice_trim(value);
    }
    return count;
}

/* A copy of its exact size with the slack that bodies have, so that AddressSanitizer sees what is read beyond. */
static char *fill(struct message *message, const char *fields, struct header *into, const char *body)
{
    size_t len = body ? strlen(body) : 0;
    char *copy = malloc(len + BODY_SLACK);

    assert_non_null(copy);
    if (len)
        memcpy(copy, body, len);
    memset(copy + len, '"', BODY_SLACK);
    *message = (struct message){ .headers = into, .header_count = split(fields, into) };
    message->body = slice_make(copy, len);
    message->body_state = len ? BODY_WHOLE : BODY_NONE;
    return copy;
}

struct reading_room {
    struct memory account;
    struct arena arena;
    struct exchange exchange;
    struct header asked[FIELDS_MOST], answered[FIELDS_MOST];
    struct fields request, response;
    struct credential credentials[CREDENTIAL_MOST];
    struct signal_settings settings;
    struct signal_reading reading;
    char *bodies[2];
};

static const char * or (const char *text, const char *usual)
{
    return text ? text : usual;
}

static struct slice path_of(struct slice target, struct slice *ret_query)
{
    struct slice path = slice_cut(&target, '?');

    *ret_query = target;
    return path;
}

static void fill_address(struct address *ret, const char *text, const char *usual)
{
    if (!text || *text)
        assert_true(address_parse(slice_of(or (text, usual)), ret));
}

static void enter(struct reading_room *room, const struct shown *shown)
{
    static struct field_memory fields;
    static struct credential_memory credentials;
    struct exchange *exchange = &room->exchange;

    *exchange = (struct exchange){
        .method = slice_of(or (shown->method, "GET")),
        .target = slice_of(or (shown->target, "/")),
        .scheme = slice_of(or (shown->scheme, "https")),
        .authority = slice_of(or (shown->authority, "api.example.com")),
        .status = (uint16_t)(shown->status ? shown->status : 200),
        .started = SHOWN_AT * 1000000000ll,
        .flags = shown->flags,
    };
    fill_address(&exchange->client, shown->client, "198.51.100.7:40000");
    fill_address(&exchange->server, shown->server, "203.0.113.10:443");
    room->settings.tests_jwt_secrets = shown->tests_jwt_secrets;
    arena_init(&room->arena, &room->account, 0);
    room->bodies[0] = fill(&exchange->request, shown->asked, room->asked, shown->body);
    room->bodies[1] = fill(&exchange->response, shown->answered, room->answered, shown->answer);
    assert_true(fields_read(&fields, &exchange->request, false, &room->arena, &room->request));
    assert_true(fields_read(&fields, &exchange->response, true, &room->arena, &room->response));
    room->reading = (struct signal_reading){
        .exchange = exchange,
        .request = &room->request,
        .response = &room->response,
        .credentials = room->credentials,
        .credential_count =
            credential_find(&credentials, &room->request, exchange->target, room->credentials),
        .is_noise = shown->is_noise,
        .settings = &room->settings,
        .key = (const uint8_t *)"0123456789abcdef",
        .memory = signal_memory_new(&room->account),
        .arena = &room->arena,
    };
    room->reading.path = path_of(exchange->target, &room->reading.query);
    assert_non_null(room->reading.memory);
}

static void leave(struct reading_room *room)
{
    signal_memory_free(room->reading.memory);
    arena_done(&room->arena);
    free(room->bodies[0]);
    free(room->bodies[1]);
    assert_int_equal(room->account.used, 0);
}

static uint64_t read_into(const struct shown *shown, char *text, size_t size)
{
    struct reading_room room = { .account = { 0 } };
    size_t len = 0;

    enter(&room, shown);
    signal_read(&room.reading);
    if (room.exchange.response.body.len && slice_eq(room.exchange.method, SLICE("GET")))
        signal_read_privileges(&room.reading);
    text[0] = '\0';
    for (size_t i = 0; i < room.reading.fact_count && len < size; i++)
        len += (size_t)snprintf(text + len, size - len, "%s %.*s\n", fact_name(room.reading.facts[i].kind),
                                SLICE_ARG(room.reading.facts[i].subject));
    leave(&room);
    return room.reading.marks;
}

const char *signal_story(struct shown shown)
{
    static char text[8192];

    read_into(&shown, text, sizeof text);
    return text;
}

static int order(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

const char *signal_subjects(struct shown shown, enum fact_kind kind)
{
    static char text[1024];
    struct slice rest = slice_of(signal_story(shown)), line, subjects[SIGNAL_FACTS];
    size_t count = 0, len = 0;

    while (slice_next(&rest, '\n', &line))
        if (slice_eq(slice_cut(&line, ' '), slice_of(fact_name(kind))))
            subjects[count++] = line;
    qsort(subjects, count, sizeof *subjects, order);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        len +=
            (size_t)snprintf(text + len, sizeof text - len, "%s%.*s", i ? "; " : "", SLICE_ARG(subjects[i]));
    return text;
}

bool signal_shows(struct shown shown, enum mark mark)
{
    char text[8192];

    return read_into(&shown, text, sizeof text) >> mark & 1;
}

void assert_told(struct shown shown, const char *line)
{
    const char *story = signal_story(shown);
    char wanted[256];

    snprintf(wanted, sizeof wanted, "%s\n", line);
    if (!strstr(story, wanted))
        fail_msg("\"%s\" is not told, but:\n%s", line, story);
}

void assert_nothing_told(struct shown shown, enum fact_kind kind)
{
    const char *story = signal_story(shown);
    char wanted[64];

    snprintf(wanted, sizeof wanted, "%s ", fact_name(kind));
    if (strstr(story, wanted))
        fail_msg("%s is told:\n%s", fact_name(kind), story);
}
