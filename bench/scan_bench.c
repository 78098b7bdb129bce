/* SPDX-License-Identifier: Apache-2.0 */
/* What a JSON body costs: checked only, learned, learned with a listener. CPU nanoseconds a body, median of rounds.
 *
 *   cc -O2 -D_GNU_SOURCE -Isrc bench/scan_bench.c build/libcore.a -lxxhash -lcrypto -lsodium -lm -o /tmp/scan_bench
 *   /tmp/scan_bench exchanges.ndjson [rounds]
 *
 * The input is exchange NDJSON. Bodies are learned as the catalog would: one schema for each method, path (segments
 * with digits left out) and direction. Memory decides as much as work does: run it on traffic with many endpoints. */
#include "base/hash.h"
#include "base/table.h"
#include "catalog/schema.h"
#include "json/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS_MOST 101

struct body {
    struct slice text;
    struct schema *schema;
};

struct bodies {
    struct memory account;
    struct table schemas;
    struct body *at;
    size_t count, room, bytes;
};

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "scan_bench: %s\n", why);
    exit(1);
}

static void *need(struct bodies *bodies, size_t size)
{
    void *at = memory_get(&bodies->account, size);

    return at ? at : (give_up("no memory"), NULL);
}

/* The text of the string member that starts with `name` (`"body":"`) at or after *at, unescaped in place. */
static bool take_string(char **at, char *end, const char *name, struct slice *ret)
{
    struct scan scan = { end, true };
    char *from = memmem(*at, (size_t)(end - *at), name, strlen(name));
    const char *quote;
    unsigned flags = 0;

    if (!from)
        return false;
    from += strlen(name);
    quote = scan_string(&scan, from, &flags);
    if (!quote)
        return false;
    *at = from + (quote - from) + 1;
    *ret = slice_make(from, scan_unescape(slice_make(from, (size_t)(quote - from)), from));
    return true;
}

/* The schema of one place: method and path, its segments with digits left out, and the direction. */
static struct schema *place(struct bodies *bodies, struct slice method, struct slice target, char direction)
{
    struct slice path = slice_cut(&target, '?');
    char key[512];
    size_t len = (size_t)snprintf(key, sizeof key, "%c %.*s ", direction,
                                  (int)(method.len < 16 ? method.len : 16), method.at);
    struct schema *schema;
    char *kept;

    while (path.len && len < sizeof key - 40) {
        struct slice segment = slice_cut(&path, '/');
        bool digits = segment.len > 24;

        for (size_t i = 0; i < segment.len; i++)
            digits |= segment.at[i] >= '0' && segment.at[i] <= '9';
        len += (size_t)snprintf(key + len, sizeof key - len, "/%.*s",
                                digits && segment.len > 2 ? 0 : (int)segment.len, segment.at);
    }
    schema = table_find(&bodies->schemas, slice_make(key, len));
    if (schema)
        return schema;
    schema = schema_new(&bodies->account);
    kept = need(bodies, len);
    memcpy(kept, key, len);
    if (!schema || !table_put(&bodies->schemas, slice_make(kept, len), schema))
        give_up("no memory");
    return schema;
}

static void add_body(struct bodies *bodies, struct slice text, struct schema *schema)
{
    char *copy;

    if (text.len == 0 || (text.at[0] != '{' && text.at[0] != '['))
        return;
    if (bodies->count == bodies->room) {
        size_t room = bodies->room ? 2 * bodies->room : 1024;

        bodies->at = memory_resize(&bodies->account, bodies->at, bodies->room * sizeof *bodies->at,
                                   room * sizeof *bodies->at);
        bodies->room = room;
        if (!bodies->at)
            give_up("no memory");
    }
    copy = need(bodies, text.len + BODY_SLACK);
    memcpy(copy, text.at, text.len);
    bodies->at[bodies->count++] = (struct body){ slice_make(copy, text.len), schema };
    bodies->bytes += text.len;
}

static void add_line(struct bodies *bodies, char *line, size_t len)
{
    char *at = line, *end = line + len, *response = memmem(line, len, "\"resp\":", 7);
    struct slice method, target, body;

    if (!response || !take_string(&at, end, "\"method\":\"", &method) ||
        !take_string(&at, end, "\"target\":\"", &target))
        return;
    if (take_string(&at, response, "\"body\":\"", &body))
        add_body(bodies, body, place(bodies, method, target, 'q'));
    at = response;
    if (take_string(&at, end, "\"body\":\"", &body))
        add_body(bodies, body, place(bodies, method, target, 'r'));
}

static void read_bodies(struct bodies *bodies, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t len;

    if (!file)
        give_up("cannot read the file of exchanges");
    while ((len = getline(&line, &room, file)) > 0) {
        char *padded = realloc(line, (size_t)len + BODY_SLACK); /* the scanner reads ahead */

        if (!padded)
            give_up("no memory");
        line = padded;
        room = (size_t)len + BODY_SLACK;
        add_line(bodies, line, (size_t)len);
    }
    free(line);
    fclose(file);
    if (bodies->count == 0)
        give_up("no JSON bodies in there");
}

static void listen(void *context, struct slice text, uint64_t hash)
{
    uint64_t *filter = context;

    filter[hash & 0xfff] |= (uint64_t)1 << (hash >> 58);
}

static int compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

static void report(const struct bodies *bodies, const char *what, double *rounds, size_t count)
{
    double median;

    qsort(rounds, count, sizeof *rounds, compare);
    median = rounds[count / 2] / (double)bodies->count;
    printf("%-10s %8.0f ns a body  %5.2f GB/s\n", what, median,
           (double)bodies->bytes / (double)bodies->count / median);
}

int main(int count, char **arguments)
{
    static struct bodies bodies;
    static double check[ROUNDS_MOST], learn[ROUNDS_MOST], tell[ROUNDS_MOST];
    static uint64_t filter[0x1000];
    size_t rounds = count > 2 ? strtoul(arguments[2], NULL, 10) : 7, valid = 0, before;
    struct scan_nest nest = { .account = &bodies.account };
    struct learner *learner;

    if (count < 2 || rounds == 0 || rounds > ROUNDS_MOST)
        give_up("usage: scan_bench exchanges.ndjson [rounds]");
    table_init(&bodies.schemas, &bodies.account);
    read_bodies(&bodies, arguments[1]);
    learner = learner_new(&bodies.account);
    before = bodies.account.used;
    for (size_t round = 0; round <= rounds; round++) {
        double times[4] = { now() };

        for (size_t i = 0; i < bodies.count; i++)
            valid += scan_is_valid(bodies.at[i].text, &nest);
        times[1] = now();
        for (size_t i = 0; i < bodies.count; i++)
            schema_learn_json(learner, bodies.at[i].schema, bodies.at[i].text, NULL, NULL);
        times[2] = now();
        for (size_t i = 0; i < bodies.count; i++)
            schema_learn_json(learner, bodies.at[i].schema, bodies.at[i].text, listen, filter);
        times[3] = now();
        if (round == 0)
            printf("first meeting: %.0f ns a body\n", (times[2] - times[1]) / (double)bodies.count);
        else
            check[round - 1] = times[1] - times[0], learn[round - 1] = times[2] - times[1],
                          tell[round - 1] = times[3] - times[2];
    }
    printf("%zu bodies, %zu bytes each, %zu valid, %zu schemas of %zu bytes, %s\n", bodies.count,
           bodies.bytes / bodies.count, valid / (rounds + 1), bodies.schemas.count,
           (bodies.account.used - before) / bodies.schemas.count, SIMD_NAME);
    report(&bodies, "check", check, rounds);
    report(&bodies, "learn", learn, rounds);
    report(&bodies, "and tell", tell, rounds);
    return 0;
}
