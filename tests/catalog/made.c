/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/made.h"

#include "base/check.h"
#include "base/random.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

uint64_t made_seed(uint64_t usual)
{
    const char *given = getenv("TEST_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : usual;

    print_message("TEST_SEED=%" PRIu64 "\n", seed);
    return seed;
}

void made_order(size_t *order, size_t count, uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        size_t j = random_below(seed, i + 1);

        order[i] = order[j];
        order[j] = i;
    }
}

static unsigned pick(uint64_t *seed, unsigned bound)
{
    return (unsigned)random_below(seed, bound);
}

static const char *choose(uint64_t *seed, const char *const *list, size_t count)
{
    return list[random_below(seed, count)];
}

#define CHOOSE(seed, ...)                                                                                    \
    choose((seed), (const char *const[]){ __VA_ARGS__ },                                                     \
           sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(const char *))

static const char *const words[] = {
    "users",    "orders", "items", "search", "me", "tags", "anna",  "bob", "berlin", "blue-sky",
    "new_york", "EUR",    "de",    "v1",     "v2", "x.y",  "Carla", "aB",  "q7",     "caf\xc3\xa9",
};

static void segment(struct buffer *out, uint64_t *seed)
{
    switch (pick(seed, 16)) {
    case 0: buffer_printf(out, "/%u", pick(seed, 30)); break;
    case 1: buffer_printf(out, "/6f9619ff-8b86-d011-b42d-00c04fc9%04x", pick(seed, 20)); break;
    case 2:
        buffer_printf(out, "/w%c%c%c", 'a' + pick(seed, 3), 'a' + pick(seed, 26), 'a' + pick(seed, 26));
        break;
    case 3: buffer_printf(out, "/%u.json", pick(seed, 9)); break;
    case 4: buffer_printf(out, "/%u:%s", pick(seed, 9), CHOOSE(seed, "cancel", "getAll", "run")); break;
    case 5:
        buffer_printf(out, "/doc.s%c%c", 'a' + pick(seed, 26), 'a' + pick(seed, 26)); /* many suffixes */
        break;
    case 6: buffer_printf(out, "/things(id=%u,kind='%s')", pick(seed, 9), CHOOSE(seed, "a", "b")); break;
    case 7: buffer_printf(out, "/users;role=%s", CHOOSE(seed, "admin", "guest")); break;
    case 8: buffer_printf(out, "/%s;jsessionid=%u", words[pick(seed, 5)], pick(seed, 100)); break;
    case 9:
        buffer_printf(out, "/%u.%u,-%u.%u", pick(seed, 90), pick(seed, 9), pick(seed, 90), pick(seed, 9));
        break;
    case 10: buffer_printf(out, "/a%02xf%06x9", pick(seed, 8), pick(seed, 1000000)); break;
    default: buffer_printf(out, "/%s", words[pick(seed, sizeof words / sizeof *words)]); break;
    }
}

static void finish(struct buffer *out, char *ret, size_t size)
{
    assert_true(!out->failed && out->len < size);
    if (out->len)
        memcpy(ret, out->at, out->len);
    ret[out->len] = '\0';
    buffer_reset(out);
}

static void target(struct made_ask *made, struct buffer *out, uint64_t *seed)
{
    for (unsigned depth = pick(seed, 5); depth > 0; depth--)
        segment(out, seed);
    if (out->len == 0)
        buffer_byte(out, '/');
    if (pick(seed, 12) == 0)
        buffer_text(out, CHOOSE(seed, "/.env", "/wp-login.php", "/app.css", "/health"));
    for (unsigned i = 0, most = pick(seed, 4); i < most; i++)
        buffer_printf(out, "%c%s=%u", i ? '&' : '?', CHOOSE(seed, "page", "sort", "api_key", "id"),
                      pick(seed, 50));
    if (pick(seed, 10) == 0)
        buffer_printf(out, "%ctoken=abcdef%u12345XY", memchr(out->at, '?', out->len) ? '&' : '?',
                      pick(seed, 40));
    finish(out, made->target, sizeof made->target);
}

static void credential(struct buffer *out, uint64_t *seed)
{
    switch (pick(seed, 6)) {
    case 0:
        buffer_printf(out, "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJ%u.c2lnbmF0dXJl\n",
                      pick(seed, 1000));
        break;
    case 1:
        buffer_printf(out, "Authorization: %s dXNlcjpwYXNz%u\n",
                      CHOOSE(seed, "Basic", "Digest", "Hawk", "bearer"), pick(seed, 20));
        break;
    case 2: /* more ways than a cell keeps */
        buffer_printf(out, "X-%c%c-Token: k%u3yAbCdEfGh7\n", 'A' + pick(seed, 20), 'A' + pick(seed, 26),
                      pick(seed, 30));
        break;
    case 3:
        buffer_printf(out, "Cookie: session=aB%u9xYzW7654321; theme=dark; _ga=1.2.3\n", pick(seed, 1000));
        break;
    default: break;
    }
    if (pick(seed, 3) == 0)
        buffer_printf(out, "X-Tenant: t%u\n", pick(seed, 60));
    if (pick(seed, 5) == 0)
        buffer_printf(out, "User-Agent: %s\n", CHOOSE(seed, "curl/8.0", "kube-probe/1.29"));
}

static void json_body(struct buffer *out, uint64_t *seed)
{
    if (pick(seed, 20) == 0) {
        buffer_text(out, "{\"cut\":[1,");
        return;
    }
    buffer_printf(out, "{\"id\":%u,\"name\":\"%s\"", pick(seed, 500), words[pick(seed, 15)]);
    if (pick(seed, 2))
        buffer_printf(out, ",\"note\":%s,\"k%u\":%u.5", CHOOSE(seed, "null", "\"x\"", "[1,2]", "{}"),
                      pick(seed, 400), pick(seed, 9));
    buffer_text(out, "}");
}

/* A body under one of many media types; the type goes to `headers`. */
static void body(struct buffer *out, struct buffer *headers, uint64_t *seed)
{
    switch (pick(seed, 9)) {
    case 0:
        buffer_text(headers, "Content-Type: text/plain; charset=utf-8\n");
        if (pick(seed, 2))
            json_body(out, seed);
        else
            buffer_printf(out, "hello %u", pick(seed, 9));
        break;
    case 1:
        buffer_text(headers, "Content-Type: application/x-www-form-urlencoded\n");
        buffer_printf(out, "a=%u&b=%s&a=2", pick(seed, 9), words[pick(seed, 10)]);
        break;
    case 2:
        buffer_text(headers, "Content-Type: application/xml\n");
        buffer_printf(out, "<%s xmlns='urn:%u'/>", CHOOSE(seed, "order", "list", "a"), pick(seed, 4));
        break;
    case 3: /* more media types than a message keeps */
        buffer_printf(headers, "Content-Type: application/vnd.t%u+json\n", pick(seed, 30));
        json_body(out, seed);
        break;
    case 4:
        buffer_text(headers, "Content-Type: multipart/form-data; boundary=xx\n");
        buffer_printf(out, "--xx\r\nContent-Disposition: form-data; name=\"f%u\"\r\n\r\nvalue\r\n--xx--\r\n",
                      pick(seed, 3));
        break;
    case 5:
        buffer_text(headers, "Content-Type: application/octet-stream\n");
        buffer_text(out, "\x01\x02\x03");
        break;
    case 6: /* none said */
        buffer_text(headers, "Content-Type: \n");
        if (pick(seed, 2))
            json_body(out, seed);
        else
            buffer_text(out, "plain");
        break;
    default: json_body(out, seed); break;
    }
}

static int status(uint64_t *seed)
{
    static const int usual[] = { 200, 200, 200, 201, 204, 404, 404, 410, 400, 401, 405, 500, 302, -1 };

    /* More statuses than a cell keeps. */
    return pick(seed, 3) ? usual[pick(seed, sizeof usual / sizeof *usual)] : 200 + (int)pick(seed, 400);
}

static void messages(struct made_ask *made, struct buffer *out, struct buffer *headers, uint64_t *seed)
{
    static const enum body_state losses[] = { BODY_ABSENT, BODY_CUT, BODY_TOO_LARGE, BODY_UNDECODABLE };

    credential(headers, seed);
    if (pick(seed, 3) == 0) {
        body(out, headers, seed);
        finish(out, made->body, sizeof made->body);
        made->ask.body = made->body;
        if (pick(seed, 8) == 0)
            made->ask.body_state = losses[pick(seed, 4)];
    }
    finish(headers, made->headers, sizeof made->headers);
    made->ask.headers = made->headers;
    if (made->ask.status < 0)
        return;
    buffer_printf(headers, "X-Rate: %u\n", pick(seed, 60));
    if (pick(seed, 10) == 0)
        buffer_text(headers, "Deprecation: @1688169599\n");
    if (pick(seed, 6)) {
        body(out, headers, seed);
        finish(out, made->answer, sizeof made->answer);
        made->ask.answer = made->answer;
        if (pick(seed, 8) == 0)
            made->ask.answer_state = losses[pick(seed, 4)];
    }
    finish(headers, made->answer_headers, sizeof made->answer_headers);
    made->ask.answer_headers = made->answer_headers;
}

/* Half of all goes to two paths, so that one cell meets everything. */
void made_ask(struct made_ask *made, uint64_t seed, uint64_t number)
{
    struct memory account = { .limit = 0 };
    struct buffer out, headers;
    uint64_t draw = seed + number * 0x9e3779b97f4a7c15u;

    random_next(&draw);
    buffer_init(&out, &account);
    buffer_init(&headers, &account);
    *made = (struct made_ask){ .ask = { .target = made->target, .client = made->client } };
    made->ask.method =
        CHOOSE(&draw, "GET", "GET", "GET", "GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PURGE");
    made->ask.scheme = CHOOSE(&draw, "http", "http", "https");
    made->ask.authority = CHOOSE(&draw, TRAFFIC_HOST, TRAFFIC_HOST, TRAFFIC_HOST, "API.example.com:80",
                                 "shop.example:8443", "10.1.2.3:8080", "", "[::1]:80", "a b");
    made->ask.server = CHOOSE(&draw, "10.0.0.5:80", "10.0.0.6:8080", "[2001:db8::1]:443");
    made->ask.status = status(&draw);
    made->ask.unasked = made->ask.status > 0 && pick(&draw, 25) == 0;
    made->ask.at = (int64_t)random_below(&draw, 1000000000);
    made->ask.took = pick(&draw, 3) ? (int64_t)random_below(&draw, 5000) : 0;
    snprintf(made->client, sizeof made->client, "203.0.113.%u", pick(&draw, 200));
    if (pick(&draw, 2))
        target(made, &out, &draw);
    else
        snprintf(made->target, sizeof made->target, "/users/%u", pick(&draw, 3));
    messages(made, &out, &headers, &draw);
    buffer_done(&out);
    buffer_done(&headers);
    assert_int_equal(account.used, 0);
}
