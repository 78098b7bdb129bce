/* SPDX-License-Identifier: Apache-2.0 */
#include "http/jwt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void equals(struct slice got, const char *expected)
{
    if (!slice_eq(got, slice_of(expected)))
        fail_msg("got \"%.*s\", expected \"%s\"", SLICE_ARG(got), expected);
}

static void a_token_is_split_and_decoded(void **state)
{
    struct memory account = { 0 };
    struct arena arena;
    struct jwt jwt;

    arena_init(&arena, &account, 0);
    assert_true(jwt_split(
        SLICE("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0MiIsIm5hbWUiOiJBbm5hIn0.c2lnbmF0dXJl"),
        &jwt));
    equals(jwt_decode(jwt.header, &arena), "{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    equals(jwt_decode(jwt.payload, &arena), "{\"sub\":\"42\",\"name\":\"Anna\"}");
    equals(jwt_decode(jwt.signature, &arena), "signature");
    assert_true(jwt_split(SLICE("eyJhbGciOiJub25lIn0.e30."), &jwt));
    equals(jwt_decode(jwt.payload, &arena), "{}");
    assert_int_equal(jwt.signature.len, 0);
    equals(jwt_decode(SLICE("e30="), &arena), "{}");
    arena_done(&arena);
}

static void what_is_no_token_is_refused(void **state)
{
    static const char *const rows[] = {
        "",
        "eyJ",
        "eyJhbGciOiJub25lIn0.e30",
        "eyJhbGciOiJub25lIn0..",
        "abc.def.ghi",
        "eyJhbGciOiJub25lIn0.e3+0.sig1",
        "eyJhbGciOiJub25lIn0.e30.a.b.c",
        "eyJhbGciOiJub25lIn0.e30.sig ",
    };
    struct jwt jwt;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (jwt_split(slice_of(rows[i]), &jwt))
            fail_msg("%s was taken", rows[i]);
}

static void decoding_has_its_limits(void **state)
{
    struct memory account = { 0 }, refusing = { .fail_at = 1 };
    struct arena arena;
    static char large[JWT_PART_MOST * 2];

    arena_init(&arena, &account, 0);
    memset(large, 'A', sizeof large);
    assert_null(jwt_decode((struct slice){ large, sizeof large }, &arena).at);
    assert_null(jwt_decode(SLICE("A"), &arena).at);
    assert_null(jwt_decode(SLICE("A*AA"), &arena).at);
    arena_done(&arena);
    arena_init(&arena, &refusing, 0);
    assert_null(jwt_decode(SLICE("e30"), &arena).at);
    arena_done(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_split_and_decoded),
        cmocka_unit_test(what_is_no_token_is_refused),
        cmocka_unit_test(decoding_has_its_limits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
