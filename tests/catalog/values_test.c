/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/values.h"

#include "base/check.h"
#include "base/hash.h"
#include "base/random.h"
#include "catalog/format.h"

#include <stdio.h>
#include <stdlib.h>

static const struct {
    uint32_t format;
    const char *yes[8], *no[14];
} cases[] = {
    { FORMAT_UUID,
      { "0f8fad5b-d9cb-469f-a165-70867728950e", "0F8FAD5B-D9CB-469F-A165-70867728950E",
        "00000000-0000-0000-0000-000000000000" },
      { "0f8fad5bd9cb469fa16570867728950e", "0f8fad5b-d9cb-469f-a165-70867728950",
        "0f8fad5b-d9cb-469f-a165-70867728950g", "0f8fad5b-d9cb-469f-a165+70867728950e",
        "0f8fad5-bd9cb-469f-a165-70867728950e", "{0f8fad5b-d9cb-469f-a165-708677289}" } },
    { FORMAT_DATE_TIME,
      { "2026-11-24T05:29:07Z", "2026-11-24t05:29:07.123456z", "2024-02-29T23:59:60+05:30",
        "2026-11-24 05:29:07Z" },
      { "2026-11-24", "2026-11-24T05:29:07", "2026-11-24T05:29Z", "2026-13-24T05:29:07Z",
        "2023-02-29T05:29:07Z", "2026-11-24T24:29:07Z", "2026-11-24T05:29:07.Z", "2026-11-24T05:29:07+0530",
        "2026-11-24T05:29:07Zx" } },
    { FORMAT_DATE,
      { "2026-11-24", "2024-02-29", "2000-02-29", "0001-01-01" },
      { "2026-11-31", "2023-02-29", "1900-02-29", "2026-00-10", "2026-1-1", "20261124", "24-11-2026",
        "2026/11/24", "2026-11-24T" } },
    { FORMAT_TIME,
      { "05:29:07", "23:59:59.5Z", "05:29:07+01:00" },
      { "05:29", "24:00:00", "5:29:07", "05:60:00", "05:29:07 pm" } },
    { FORMAT_EMAIL,
      { "ann@example.com", "a.b+c@mail.example.org", "x_y@a-b.io" },
      { "ann", "@example.com", "ann@", "ann@host", "a b@example.com", "ann@exam ple.com", ".a@example.com",
        "a.@example.com", "a@b@c.com" } },
    { FORMAT_URI,
      { "https://example.com", "http://a.example/b?c=d#e", "s3://bucket/key", "mailto:ann@example.com",
        "urn:isbn:0451450523", "https://a.example/\xc3\xbc" },
      { "example.com", "//example.com/a", "/a/b", "https:", "note: a text", "12:30:45", "a:b", "https://a b",
        "https://a\"b", "localhost:8080", "C:\\temp" } },
    { FORMAT_HOSTNAME,
      { "example.com", "a-b.c-d.example.org", "xn--bcher-kva.xn--p1ai" },
      { "example", "a..b", "-a.com", "a-.com", "a.b1", "a_b.com", "1.2.3.4", "a.b." } },
    { FORMAT_IPV4,
      { "1.2.3.4", "255.255.255.255", "0.0.0.0" },
      { "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.x", "1.2.3.", "1..2.3" } },
    { FORMAT_IPV6,
      { "::", "::1", "2001:db8::1", "2001:db8:0:0:0:0:0:1", "fe80::1:2:3:4", "::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4" },
      { "12:30:45", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "g::1",
        "12345::", "1:2:3:4:5:6:7:", "::1.2.3", ":1::2", "a:b", "1:2:3:4:5:6:7:1.2.3.4" } },
    { FORMAT_BYTE,
      { "aGVsbG8gd29ybGQ=", "QUJDRA==", "abcdefgh", "12345678", "ab+/cd12" },
      { "abc", "abcdefg", "a-b_cdef", "QUJDRA=", "=QUJDRAA", "abc=efgh" } },
    { FORMAT_PHONE,
      { "+49 30 901820", "(030) 901-820", "555-867-5309", "4915112345678", "+14155550123" },
      { "12", "+1", "555-CALL-ME", "1234567890123456", "12:30:45.1", "555-867-" } },
    { FORMAT_DURATION,
      { "P1D", "PT5M", "P1Y2M3DT4H5M6S", "PT0.5S", "P2W" },
      { "P", "PT", "P1", "1D", "PT5", "P1H", "P1DT", "P1D2Y" } },
    { FORMAT_INTEGER,
      { "0", "-1", "42", "9007199254740993" },
      { "007", "1.0", "+1", "-", "1e3", "12345678901234567890", " 1" } },
    { FORMAT_NUMBER, { "0", "-1.5", "1e3", "2.5E-7" }, { "1.", ".5", "1e", "0x1", "01.5", "1,5", "NaN" } },
    { FORMAT_BOOLEAN, { "true", "false" }, { "True", "yes", "0", "truefalse" } },
    { FORMAT_LIST, { "a,b", "1,2,3", "a,b,c" }, { "a", "a, b", ",a", "a,", "a,,b", "," } },
    { FORMAT_LIST_INTEGER, { "1", "1,2,3", "-1,0" }, { "a", "1,a", "1,", ",1", "1,,2", "1, 2" } },
};

static void formats_are_told_by_their_grammar(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t j = 0; j < 8 && cases[i].yes[j]; j++)
            if (!(format_of(slice_of(cases[i].yes[j])) & cases[i].format))
                fail_msg("format %zu not seen: %s", i, cases[i].yes[j]);
        for (size_t j = 0; j < 14 && cases[i].no[j]; j++)
            if (format_of(slice_of(cases[i].no[j])) & cases[i].format)
                fail_msg("format %zu wrongly seen: %s", i, cases[i].no[j]);
    }
    assert_int_equal(format_of(SLICE("")), 0);
    assert_int_equal(format_of(SLICE("a plain sentence, with words")), 0);
}

/* No test may look beyond its text: each case in an allocation of its exact size, and cut everywhere. */
static void formats_look_at_nothing_but_the_text(void **state)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t j = 0; j < 8 && cases[i].yes[j]; j++) {
            for (size_t len = 1; len <= strlen(cases[i].yes[j]); len++) {
                char *exact = malloc(len);

                assert_non_null(exact);
                memcpy(exact, cases[i].yes[j], len);
                format_of(slice_make(exact, len));
                free(exact);
            }
        }
    }
}

static void formats_have_the_names_that_documents_use(void **state)
{
    assert_string_equal(format_name(FORMAT_UUID), "uuid");
    assert_string_equal(format_name(FORMAT_DATE_TIME), "date-time");
    assert_string_equal(format_name(FORMAT_BYTE), "byte");
    assert_string_equal(format_name(FORMAT_DURATION), "duration");
    assert_null(format_name(FORMAT_INTEGER));
    assert_null(format_name(0));
    assert_null(format_name(FORMAT_UUID | FORMAT_DATE));
}

struct collected {
    struct memory account;
    struct values values;
};

static void collect(struct collected *collected, const char *const *texts, size_t count, size_t times)
{
    *collected = (struct collected){ .account = { .limit = 0 } };
    values_init(&collected->values);
    for (size_t i = 0; i < count * times; i++)
        assert_true(values_add(&collected->values, &(struct values_keeper){ .account = &collected->account },
                               slice_of(texts[i % count])));
}

static void collected_done(struct collected *collected)
{
    values_done(&collected->values, &collected->account);
    assert_int_equal(collected->account.used, 0);
}

static uint32_t format_after(const char *const *texts, size_t count)
{
    struct collected collected;
    uint32_t format;

    collect(&collected, texts, count, 1);
    format = values_format(&collected.values);
    collected_done(&collected);
    return format;
}

static bool is_enum_after(const char *const *texts, size_t count, size_t times, size_t *ret)
{
    struct collected collected;
    bool closed;

    collect(&collected, texts, count, times);
    closed = values_is_enum(&collected.values, ret);
    collected_done(&collected);
    return closed;
}

#define TEXTS(...)                                                                                           \
    (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static void the_format_of_a_field_is_what_all_its_strings_share(void **state)
{
    assert_int_equal(format_after(TEXTS("2026-11-24", "2026-11-25", "")), FORMAT_DATE);
    assert_int_equal(format_after(TEXTS("2026-11-24", "soon")), 0);
    assert_int_equal(format_after(TEXTS("2026-11-24")), 0);
    assert_int_equal(format_after(TEXTS("", "", "")), 0);
    assert_int_equal(format_after(TEXTS("12", "13")), 0);
    assert_int_equal(format_after(TEXTS("api.example.com", "www.example.com")), FORMAT_HOSTNAME);
    assert_int_equal(format_after(TEXTS("report.txt", "picture.png")), 0);
    assert_int_equal(format_after(TEXTS("aGVsbG8gd29ybGQ=", "YQ==aaaa", "c29tZSBsb25nZXIgdGV4dA==")), 0);
    assert_int_equal(format_after(TEXTS("aGVsbG8gd29ybGQ=", "c29tZSBsb25nZXIgdGV4dA==")), FORMAT_BYTE);
    assert_int_equal(format_after(TEXTS("pending1", "accepted", "rejected")), 0);
    assert_int_equal(format_after(TEXTS("text/css", "text/xml")), 0);
    assert_int_equal(format_after(TEXTS("+49 30 901820", "+1 415 555 0123")), FORMAT_PHONE);
    assert_int_equal(format_after(TEXTS("12345678", "87654321")), 0);
}

static void a_closed_set_of_words_is_an_enum(void **state)
{
    size_t count = 0;

    assert_true(is_enum_after(TEXTS("open", "closed", ""), 6, &count));
    assert_int_equal(count, 2);
    assert_true(is_enum_after(TEXTS("PENDING", "IN_PROGRESS", "DONE"), 5, NULL));
    assert_true(is_enum_after(TEXTS("asc", "desc"), 5, NULL));
    assert_false(is_enum_after(TEXTS("open", "closed"), 4, NULL));
    assert_false(is_enum_after(TEXTS("only"), 40, NULL));
    assert_false(is_enum_after(TEXTS("", ""), 40, NULL));
    assert_false(is_enum_after(TEXTS("a", "b", "c", "d"), 3, NULL));
}

static void identifiers_sentences_and_languages_are_no_enum(void **state)
{
    assert_false(is_enum_after(TEXTS("2026-11-24", "2026-11-25"), 20, NULL));
    assert_false(is_enum_after(TEXTS("9b1deb4d3b7d4bad", "5f0c1a2b3c4d5e6f"), 20, NULL));
    assert_false(is_enum_after(TEXTS("10482", "20933"), 20, NULL));
    assert_false(
        is_enum_after(TEXTS("The first of two sentences.", "And here is the second one."), 20, NULL));
    assert_false(is_enum_after(TEXTS("en", "de", "fr-FR"), 20, NULL));
    assert_false(is_enum_after(TEXTS("a.example.com", "b.example.com"), 20, NULL));
}

static void too_many_values_to_keep_are_no_enum(void **state)
{
    struct collected collected = { .account = { .limit = 0 } };

    values_init(&collected.values);
    for (size_t i = 0; i < 2000; i++) {
        char text[8];

        snprintf(text, sizeof text, "w%c%c", (int)('a' + i % 5), (int)('a' + i / 5 % 5));
        values_add(&collected.values, &(struct values_keeper){ .account = &collected.account },
                   slice_of(text));
    }
    assert_false(values_is_enum(&collected.values, NULL));
    collected_done(&collected);
}

static void lengths_are_counted_in_characters(void **state)
{
    struct collected collected;

    collect(&collected, TEXTS("\xc3\xa9\xc3\xa9", "\xf0\x9f\x98\x80", "abc"), 1);
    assert_int_equal(collected.values.length_min, 1);
    assert_int_equal(collected.values.length_max, 3);
    collected_done(&collected);
}

static void assert_same_values(const struct values *a, const struct values *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->empty, b->empty);
    assert_int_equal(a->lists, b->lists);
    assert_int_equal(a->possible, b->possible);
    assert_int_equal(a->length_min, b->length_min);
    assert_int_equal(a->length_max, b->length_max);
    assert_int_equal(a->sample.count, b->sample.count);
    assert_int_equal(a->sample.total, b->sample.total);
    assert_int_equal(a->sample.overflowed, b->sample.overflowed);
    for (uint32_t i = 0; i < a->sample.count; i++) {
        assert_int_equal(a->sample.entries[i].hash, b->sample.entries[i].hash);
        assert_int_equal(a->sample.entries[i].count, b->sample.entries[i].count);
    }
}

/* The caches before the sample (values.beyond, values.tags) may not change what it holds. */
static void cached_counting_equals_the_sample_alone(void **state)
{
    uint64_t seed = 7;

    for (size_t round = 0; round < 60; round++) {
        struct memory account = { .limit = 0 };
        const struct values_keeper keeper = { .account = &account };
        struct values whole, part[2];
        struct sample plain;
        uint64_t distinct = 1 + random_below(&seed, round % 2 ? 30 : 300);

        values_init(&whole);
        values_init(&part[0]);
        values_init(&part[1]);
        sample_init(&plain, VALUES_SAMPLE);
        for (size_t i = 0; i < 1000; i++) {
            char text[16];
            struct slice value;
            uint64_t hash;

            snprintf(text, sizeof text, "%u", (unsigned)random_below(&seed, distinct));
            value = slice_of(text);
            hash = hash_content(value);
            assert_true(values_add_json(&whole, &keeper, value, value.len, hash));
            assert_true(values_add_json(&part[random_below(&seed, 2)], &keeper, value, value.len, hash));
            sample_add(&plain, &account, hash, value, 1);
            if (i % 100 == 99) {
                values_merge(&part[0], &account, &part[1]);
                values_done(&part[1], &account);
                values_init(&part[1]);
            }
        }
        assert_same_values(&part[0], &whole);
        assert_int_equal(plain.count, whole.sample.count);
        assert_int_equal(plain.overflowed, whole.sample.overflowed);
        for (uint32_t i = 0; i < plain.count; i++)
            assert_int_equal(plain.entries[i].count, whole.sample.entries[i].count);
        sample_done(&plain, &account);
        values_done(&whole, &account);
        values_done(&part[0], &account);
        assert_int_equal(account.used, 0);
    }
}

static void refused_memory_costs_the_sample_not_the_counts(void **state)
{
    for (uint64_t fail_at = 1; fail_at < 40; fail_at++) {
        struct memory account = { .fail_at = fail_at };
        const struct values_keeper keeper = { .account = &account };
        struct values values, copy;

        values_init(&values);
        values_init(&copy);
        for (unsigned i = 0; i < 60; i++) {
            char text[16];

            snprintf(text, sizeof text, "value %u", i % 30);
            values_add(&values, &keeper, slice_of(text));
        }
        assert_int_equal(values.count, 60);
        assert_int_equal(values.length_max, 8);
        values_merge(&copy, &account, &values);
        assert_int_equal(copy.count, 60);
        values_done(&values, &account);
        values_done(&copy, &account);
        assert_int_equal(account.used, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formats_are_told_by_their_grammar),
        cmocka_unit_test(formats_look_at_nothing_but_the_text),
        cmocka_unit_test(formats_have_the_names_that_documents_use),
        cmocka_unit_test(the_format_of_a_field_is_what_all_its_strings_share),
        cmocka_unit_test(a_closed_set_of_words_is_an_enum),
        cmocka_unit_test(identifiers_sentences_and_languages_are_no_enum),
        cmocka_unit_test(too_many_values_to_keep_are_no_enum),
        cmocka_unit_test(lengths_are_counted_in_characters),
        cmocka_unit_test(cached_counting_equals_the_sample_alone),
        cmocka_unit_test(refused_memory_costs_the_sample_not_the_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
