/* SPDX-License-Identifier: Apache-2.0 */
#include "http/media.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void equals(struct slice got, const char *expected)
{
    if (!slice_eq(got, slice_of(expected)))
        fail_msg("got \"%.*s\", expected \"%s\"", SLICE_ARG(got), expected);
}

static void a_media_type_is_taken_apart(void **state)
{
    struct media media;

    assert_true(
        media_read(SLICE(" application/vnd.api+json ; charset = utf-8;profile=\"a;b\\\"c\"; q=1"), &media));
    equals(media.type, "application");
    equals(media.subtype, "vnd.api+json");
    equals(media.suffix, "json");
    equals(media.essence, "application/vnd.api+json");
    equals(media_parameter(media.parameters, SLICE("Charset")), "utf-8");
    equals(media_parameter(media.parameters, SLICE("profile")), "a;b\\\"c");
    equals(media_parameter(media.parameters, SLICE("q")), "1");
    assert_null(media_parameter(media.parameters, SLICE("boundary")).at);
    assert_true(media_read(SLICE("text/html, text/plain"), &media));
    equals(media.essence, "text/html");
}

static void what_is_no_media_type_is_refused(void **state)
{
    struct media media;

    assert_false(media_read(SLICE(""), &media));
    assert_false(media_read(SLICE("json"), &media));
    assert_false(media_read(SLICE("/json"), &media));
    assert_false(media_read(SLICE("application/"), &media));
    assert_false(media_read(SLICE("application/js on"), &media));
    assert_false(media_read(SLICE("a/b/c"), &media));
}

static void kinds_follow_type_subtype_and_suffix(void **state)
{
    static const struct {
        const char *text;
        enum media_kind kind;
    } rows[] = {
        { "application/json", MEDIA_JSON },
        { "Application/JSON; charset=utf-8", MEDIA_JSON },
        { "application/problem+json", MEDIA_JSON },
        { "text/json", MEDIA_JSON },
        { "application/x-ndjson", MEDIA_JSON_LINES },
        { "application/x-www-form-urlencoded", MEDIA_FORM },
        { "multipart/form-data; boundary=x", MEDIA_MULTIPART },
        { "application/soap+xml", MEDIA_XML },
        { "text/xml", MEDIA_XML },
        { "image/svg+xml", MEDIA_BINARY },
        { "text/csv", MEDIA_TEXT },
        { "application/javascript", MEDIA_TEXT },
        { "application/yaml", MEDIA_TEXT },
        { "application/octet-stream", MEDIA_BINARY },
        { "image/png", MEDIA_BINARY },
        { "nonsense", MEDIA_NONE },
        { "", MEDIA_NONE },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (media_kind_of(slice_of(rows[i].text)) != rows[i].kind)
            fail_msg("%s is %d", rows[i].text, media_kind_of(slice_of(rows[i].text)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_media_type_is_taken_apart),
        cmocka_unit_test(what_is_no_media_type_is_refused),
        cmocka_unit_test(kinds_follow_type_subtype_and_suffix),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
