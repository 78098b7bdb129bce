/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/hostile.h"

static const char *const pieces[] = {
    "a",
    "B",
    "7",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\"",
    "'",
    "\\",
    "`",
    "#",
    ": ",
    ":",
    "- ",
    "? ",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "~",
    "null",
    "yes",
    "0x1",
    "1e3",
    "---",
    "...",
    "<<",
    "=",
    "../",
    "$ref",
    "é",
    "日",
    "😀",
    "\x01",
    "\x1b[2J",
    "\x7f",
    "\xff",
    "\xc0\x80",
    "\xed\xa0\x80",
    "\xe2\x80\xa8",
    "\xef\xbb\xbf",
    "\xe2\x80\xae",
    "<script>",
    "%0a",
    "__proto__",
};

struct slice hostile_text(struct arena *arena, uint64_t *state, size_t most)
{
    char *text = arena_get(arena, most + 1);
    size_t len = 0;

    for (;;) {
        const char *piece;

        *state = *state * 6364136223846793005u + 1442695040888963407u;
        piece = pieces[(*state >> 33) % (sizeof pieces / sizeof *pieces)];
        if (len + strlen(piece) > most || (*state >> 59) == 0)
            break;
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return slice_make(text, len);
}

static void bodies(struct build *build)
{
    struct endpoint *e = build_endpoint(build, "GET", "/v1/bodies", 3);
    struct buffer wide;

    build_json(
        build, e, 200,
        "{\"$ref\":1,\"__proto__\":{\"a\":1},\"constructor\":\"x\",\"\":true,\"a\\u0001b\":1,\"\\ud800\":1,"
        "\"\\\\xff\":1,"
        "\"yes\":1,\"1\":1,\"- a\":1,\"a: b\":1,\"x #y\":1,\"\\u001b[2J\":1,\"\\\"q\\\"\":1,\"../../etc\":1,"
        "\"\\u202e\":1,\"\\ud83d\\ude00\":1,\"properties\":{\"example\":1},\"example\":\"x\",\"default\":"
        "\"y\","
        "\"enum\":[1],\"type\":\"object\",\"items\":{\"type\":\"string\"},\"required\":[\"a\"],\"x-"
        "plainsight\":1}\n"
        "{\"$ref\":\"#/nowhere\"}");
    build_json(build, e, 201,
               "{\"s\":\"line\\nbreak\"}\n{\"s\":\"\\u0000\"}\n{\"s\":\"<script>alert(1)</script>\"}");
    build_json(build, e, 202,
               "{\"big\":1e999,\"small\":-1e999,\"huge\":123456789012345678901234567890,\"zero\":-0}");
    buffer_init(&wide, &build->memory);
    buffer_byte(&wide, '{');
    for (unsigned i = 0; i < 10000; i++)
        buffer_printf(&wide, "%s\"key %u\":%u", i ? "," : "", i, i);
    buffer_byte(&wide, '}');
    build_json(build, e, 203, arena_copy(&build->arena, buffer_slice(&wide)).at);
    buffer_reset(&wide);
    for (unsigned i = 0; i < 120; i++)
        buffer_text(&wide, "{\"a\":1,\"b\":[");
    for (unsigned i = 0; i < 120; i++)
        buffer_text(&wide, "]}");
    build_json(build, e, 204, arena_copy(&build->arena, buffer_slice(&wide)).at);
    buffer_reset(&wide);
    for (unsigned i = 0; i < 60; i++)
        buffer_printf(&wide, "{\"n%u\":1,\"m%u\":", i, i);
    buffer_byte(&wide, '0');
    for (unsigned i = 0; i < 60; i++)
        buffer_byte(&wide, '}');
    build_json(build, e, 205, arena_copy(&build->arena, buffer_slice(&wide)).at);
    buffer_done(&wide);
    build_json(build, e, 206, "");
    build_json(build, e, 0, "{\"a\":1}");
    build_header(build, e, 200, "x-\x01: y", "\x1b[31m");
}

static void paths(struct build *build)
{
    struct endpoint *e;

    build_parameter(build, build_endpoint(build, "GET", "/a/{b}/{not a parameter}", 1), PLACE_PATH, "b", "x");
    e = build_endpoint(build, "GET", "/twice/{id}/{id}", 1);
    build_parameter(build, e, PLACE_PATH, "id", "1");
    build_parameter(build, e, PLACE_PATH, "id", "2");
    e = build_endpoint(build, "GET", "/odd/{a b.c}", 1);
    build_parameter(build, e, PLACE_PATH, "a b.c", "1");
    e = build_endpoint(build, "GET", "/more/{x}", 1);
    build_parameter(build, e, PLACE_PATH, "x", "1");
    build_parameter(build, e, PLACE_PATH, "not in the template", "1");
    build_endpoint(build, "GET", "no slash", 1);
    build_endpoint(build, "GET", "", 1);
    build_endpoint(build, "GET", "/same", 1);
    build_endpoint(build, "GET", "/same", 1);
    build_endpoint(build, "get", "/same", 1);
    build_endpoint(build, "B\nREW", "/same", 1);
    build_endpoint(build, "GET", "/<script>?q=1#f%2f%zz", 1);
    build_endpoint(build, "GET", "/unclosed/{", 1);
}

void hostile_build(struct build *build)
{
    static const struct slice servers[] = { { "javascript:alert(1)", 19 },
                                            { "https://a/b", 11 },
                                            { "https://", 8 } };
    const struct security_scheme *scheme;
    struct endpoint *e;
    uint64_t state = 7;

    build_init(build, "evil\x1b[2J<script>\n../../x: y #z");
    build->service.servers = servers;
    build->service.server_count = 3;
    scheme = build_scheme(build, "../a b", SECURITY_API_KEY, PLACE_QUERY, "key\n");
    build_scheme(build, ".. a b", SECURITY_HTTP_OTHER, PLACE_HEADER, "Bad scheme\x01");
    build_scheme(build, "", SECURITY_DIGEST, PLACE_HEADER, "");
    bodies(build);
    paths(build);
    e = build_endpoint(build, "POST", "/parameters", 1);
    build_secure(build, e, scheme, 1);
    build_parameter(build, e, PLACE_QUERY, "key\n", "secret");
    build_parameter(build, e, PLACE_QUERY, "a\"b: c", "\x01");
    build_parameter(build, e, PLACE_QUERY, "twice", "1");
    build_parameter(build, e, PLACE_QUERY, "twice", "2");
    build_parameter(build, e, PLACE_HEADER, "X-A", "1");
    build_parameter(build, e, PLACE_HEADER, "x-a", "1");
    build_parameter(build, e, PLACE_COOKIE, "$ref", "1");
    build_content(build, e, 0, "bad type\x01; x", CONTENT_BINARY);
    build_content(build, e, 0, "bad type\x01; x", CONTENT_BINARY);
    build_content(build, e, 0, "text/xml", CONTENT_XML)->xml_root = SLICE("a:b\n");
    ((struct content *)(uintptr_t)&e->requests[2])->xml_namespace = SLICE("java script:<x>");
    build_content(build, e, 65535, "", CONTENT_JSON);
    build_content(build, e, 99, "", CONTENT_TEXT);
    for (unsigned i = 0; i < 40; i++)
        build_endpoint_slice(build, hostile_text(&build->arena, &state, 12),
                             hostile_text(&build->arena, &state, 60), 1);
}
