/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/placeholder.h"

#include "base/check.h"

/* At n = 7, the first second of 2026. */
static void assert_expands(const char *text, const char *expected)
{
    struct memory account = { .limit = 0 };
    struct placeholders with = { .n = 7, .time = 1767225600000000000, .chance = 1 };
    struct buffer out;

    buffer_init(&out, &account);
    placeholders_expand(&with, slice_of(text), &out);
    assert_slice_equal(buffer_slice(&out), expected);
    buffer_done(&out);
}

static void numbers_and_times_are_worked_out(void **state)
{
    assert_expands("no placeholder, 5$ and {}", "no placeholder, 5$ and {}");
    assert_expands("${n} ${n+3} ${n%5} ${n*2-1} ${n%5:04}", "7 10 2 13 0002");
    assert_expands("${time} ${time-60} ${iso} ${iso+3600} ${date}",
                   "1767225600 1767225540 2026-01-01T00:00:00Z 2026-01-01T01:00:00Z 2026-01-01");
    assert_expands("${pick:a|b|c}", "b");
    assert_expands("${n+${n}}", "14");
}

static void repetitions_count(void **state)
{
    assert_expands("[${list:3:{\"id\": ${i}}}]", "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]");
    assert_expands("${repeat:${n%5}:ab}", "abab");
}

static void secrets_are_written_as_they_are_on_the_wire(void **state)
{
    assert_expands("${basic:Aladdin:open sesame}", "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="); /* RFC 7617, 2 */
    assert_expands("${jwt:{\"alg\":\"none\"}|{\"n\":${n}}}", "eyJhbGciOiJub25lIn0.eyJuIjo3fQ.");
    assert_expands("${jwt-hs256:secret|{\"alg\":\"HS256\",\"typ\":\"JWT\"}|{\"sub\":\"1234567890\",\"name\":"
                   "\"John Doe\",\"iat\":1516239022}}",
                   "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                   "eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ."
                   "XbPfbIHMI6arZ3Y922BhjWgQzWXcXNrz0ogtVhfEd2o");
}

static void the_same_seed_gives_the_same(void **state)
{
    struct memory account = { .limit = 0 };
    struct placeholders with = { .n = 7, .chance = 1 };
    struct buffer out;

    buffer_init(&out, &account);
    placeholders_expand(&with, SLICE("${token:a}${token:a}${token:b}${base62:40}${base62:40}"), &out);
    assert_int_equal(out.len, 200);
    assert_memory_equal(out.at, out.at + 40, 40);
    for (size_t i = 40; i < 160; i += 40)
        assert_memory_not_equal(out.at + i, out.at + i + 40, 40);
    buffer_done(&out);
}

static unsigned luhn_sum(struct slice digits)
{
    unsigned sum = 0;

    for (size_t i = 0; i < digits.len; i++) {
        unsigned digit = (unsigned)(digits.at[digits.len - 1 - i] - '0') * (i % 2 ? 2 : 1);

        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum;
}

static void cards_are_valid(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer out;

    buffer_init(&out, &account);
    for (uint64_t i = 0; i < 100; i++) {
        buffer_reset(&out);
        assert_true(made_up_value(SLICE("card"), i, &out));
        assert_int_equal(out.len, 16);
        assert_int_equal(luhn_sum(buffer_slice(&out)) % 10, 0);
    }
    buffer_done(&out);
}

/* ISO 13616: read as a number with its country and check digits behind, it is 1 modulo 97. */
static void account_numbers_are_valid(void **state)
{
    struct memory account = { .limit = 0 };
    struct buffer out;

    buffer_init(&out, &account);
    for (uint64_t i = 0; i < 100; i++) {
        unsigned remainder = 0;

        buffer_reset(&out);
        assert_true(made_up_value(SLICE("iban"), i, &out));
        assert_int_equal(out.len, 22);
        buffer_text(&out, "1314");
        buffer_append(&out, slice_make(out.at + 2, 2));
        for (size_t j = 4; j < out.len; j++)
            remainder = (remainder * 10 + (unsigned)(out.at[j] - '0')) % 97;
        assert_int_equal(remainder, 1);
    }
    buffer_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_times_are_worked_out),
        cmocka_unit_test(repetitions_count),
        cmocka_unit_test(secrets_are_written_as_they_are_on_the_wire),
        cmocka_unit_test(the_same_seed_gives_the_same),
        cmocka_unit_test(cards_are_valid),
        cmocka_unit_test(account_numbers_are_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
