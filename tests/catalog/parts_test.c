/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/parts.h"

#include "base/check.h"

struct desk {
    struct memory account;
    struct arena arena;
};

static void open_desk(struct desk *desk)
{
    *desk = (struct desk){ .account = { .limit = 0 } };
    arena_init(&desk->arena, &desk->account, 0);
}

static void close_desk(struct desk *desk)
{
    arena_done(&desk->arena);
    assert_int_equal(desk->account.used, 0);
}

static void a_service_is_named_by_whom_was_asked(void **state)
{
    static const struct {
        const char *scheme, *authority, *key;
    } cases[] = {
        { "http", "API.Example.com", "api.example.com" },
        { "http", "api.example.com:80", "api.example.com" },
        { "https", "api.example.com:443", "api.example.com" },
        { "https", "api.example.com:80", "api.example.com:80" },
        { "http", "ada:secret@api.example.com", "api.example.com" },
        { "http", "[2001:DB8::1]:81", "[2001:db8::1]:81" },
        { "http", "", "10.0.0.5:8080" },
        { "http", "what is this", "10.0.0.5:8080" },
        { "http", "a.example:99999", "10.0.0.5:8080" },
    };
    struct desk desk;

    open_desk(&desk);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct exchange exchange = { .scheme = slice_of(cases[i].scheme),
                                     .authority = slice_of(cases[i].authority) };

        assert_true(address_parse(SLICE("10.0.0.5:8080"), &exchange.server));
        assert_slice_equal(parts_service_key(&exchange, &desk.arena), cases[i].key);
    }
    close_desk(&desk);
}

static void want_of_memory_is_no_reason_to_name_another_service(void **state)
{
    struct memory account = { .fail_at = 1 };
    struct exchange exchange = { .scheme = SLICE("http"), .authority = SLICE("a.example") };
    struct arena arena;

    arena_init(&arena, &account, 0);
    assert_int_equal(parts_service_key(&exchange, &arena).len, 0);
    arena_done(&arena);
}

static void paths_are_shown_decoded_and_without_needless_slashes(void **state)
{
    struct exchange exchange = { .target = SLICE("//a%20b//c/?x=1") };
    struct desk desk;

    open_desk(&desk);
    assert_slice_equal(parts_decoded_path(&exchange, &desk.arena), "/a b/c");
    assert_slice_equal(parts_path(&exchange), "//a%20b//c/");
    exchange.target = SLICE("");
    assert_slice_equal(parts_decoded_path(&exchange, &desk.arena), "/");
    close_desk(&desk);
}

static void pairs_are_decoded_and_bounded(void **state)
{
    char many[1000] = "/?";
    struct exchange exchange = { .target = SLICE("/?a=1&b=x+y%21&=nameless&c") };
    struct desk desk;
    struct pair *pairs;

    open_desk(&desk);
    assert_int_equal(parts_query(&exchange, &desk.arena, &pairs), 3);
    assert_slice_equal(pairs[1].value, "x y!");
    assert_slice_equal(pairs[2].name, "c");
    assert_slice_equal(pairs[2].value, "");
    for (size_t i = 0; i < 200; i++)
        strcat(many, "a=1&");
    exchange.target = slice_of(many);
    assert_int_equal(parts_query(&exchange, &desk.arena, &pairs), PARTS_PAIRS);
    close_desk(&desk);
}

static void a_body_is_what_it_says_or_how_it_begins(void **state)
{
    static const struct {
        const char *type, *content, *media_type;
        enum content_kind kind;
    } cases[] = {
        { "Application/JSON; charset=utf-8", "x", "application/json", CONTENT_JSON },
        { "application/problem+json", "x", "application/problem+json", CONTENT_JSON },
        { "text/plain", " \n{\"a\":1}", "text/plain", CONTENT_JSON },
        { "text/plain", "hello", "text/plain", CONTENT_TEXT },
        { "", "[1]", "", CONTENT_JSON },
        { "", "\x01\x02", "", CONTENT_BINARY },
        { "application/x-www-form-urlencoded", "{", "application/x-www-form-urlencoded", CONTENT_FORM },
        { "application/soap+xml", "<a/>", "application/soap+xml", CONTENT_XML },
        { "image/png", "{", "image/png", CONTENT_BINARY },
        { "nonsense", "x", "", CONTENT_BINARY },
    };
    struct desk desk;

    open_desk(&desk);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct parts_body body =
            parts_body_kind(slice_of(cases[i].type), slice_of(cases[i].content), &desk.arena);

        assert_int_equal(body.kind, cases[i].kind);
        assert_slice_equal(body.media_type, cases[i].media_type);
    }
    close_desk(&desk);
}

static void what_is_not_as_declared_is_told(void **state)
{
    struct desk desk;
    struct pair *pairs;
    size_t count;

    open_desk(&desk);
    assert_false(parts_form(SLICE(""), &desk.arena, &pairs, &count));
    assert_true(parts_form(SLICE("a=1"), &desk.arena, &pairs, &count));
    assert_false(parts_multipart(SLICE("multipart/form-data"), SLICE("--x"), &desk.arena, &pairs, &count));
    assert_false(parts_multipart(SLICE("multipart/form-data; boundary=x"), SLICE("nothing"), &desk.arena,
                                 &pairs, &count));
    close_desk(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_is_named_by_whom_was_asked),
        cmocka_unit_test(want_of_memory_is_no_reason_to_name_another_service),
        cmocka_unit_test(paths_are_shown_decoded_and_without_needless_slashes),
        cmocka_unit_test(pairs_are_decoded_and_bounded),
        cmocka_unit_test(a_body_is_what_it_says_or_how_it_begins),
        cmocka_unit_test(what_is_not_as_declared_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
