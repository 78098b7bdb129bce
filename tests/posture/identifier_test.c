/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/identifier.h"

#include "base/check.h"
#include "base/hash.h"

#include <inttypes.h>
#include <stdio.h>

struct place {
    struct memory account;
    struct values values;
    struct field field;
};

static void place_begin(struct place *place)
{
    *place = (struct place){ 0 };
    values_init(&place->values);
    place->field.values = &place->values;
}

static void place_add(struct place *place, const char *text)
{
    values_add(&place->values, &(struct values_keeper){ .account = &place->account }, slice_of(text));
    place->field.types[TYPE_STRING]++;
    place->field.present++;
}

static struct identifier place_judge(struct place *place)
{
    struct identifier found;

    identifier_judge(&place->field, &found);
    values_done(&place->values, &place->account);
    return found;
}

/* One value for each number from `from` on. */
static struct identifier judge_each(unsigned count, const char *(*make)(unsigned number, char text[80]))
{
    struct place place;
    char text[80];

    place_begin(&place);
    for (unsigned i = 0; i < count; i++)
        place_add(&place, make(i, text));
    return place_judge(&place);
}

static const char *one_after_the_other(unsigned number, char text[80])
{
    snprintf(text, 80, "%u", number + 1040);
    return text;
}

static const char *every_tenth(unsigned number, char text[80])
{
    snprintf(text, 80, "%u", 10 * number + 1000);
    return text;
}

static const char *one_in_a_thousand(unsigned number, char text[80])
{
    snprintf(text, 80, "%u", (unsigned)(hash_mix(number, 7) % 900000) + 100000);
    return text;
}

static const char *random_uuid(unsigned number, char text[80])
{
    uint64_t high = hash_mix(number, 1), low = hash_mix(number, 2);

    snprintf(text, 80, "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-a%03" PRIx64 "-%012" PRIx64, high >> 32,
             high >> 16 & 0xffff, high & 0xfff, low >> 52, low & 0xffffffffffff);
    return text;
}

static const char *time_uuid(unsigned number, char text[80])
{
    random_uuid(number, text);
    text[14] = '1';
    return text;
}

static const char *counted(unsigned number, char text[80])
{
    snprintf(text, 80, "INV-2026-%06u", number + 1);
    return text;
}

static const char *year(unsigned number, char text[80])
{
    snprintf(text, 80, "%u", 2000 + number % 26);
    return text;
}

static void numbers_one_after_the_other_have_no_entropy(void **state)
{
    struct identifier few = judge_each(12, one_after_the_other), many = judge_each(3000, one_after_the_other);

    assert_int_equal(few.kind, IDENTIFIER_SEQUENTIAL);
    assert_true(few.density == 1 && few.bits == 0);
    assert_int_equal(few.steps, 11);
    assert_int_equal(few.steps_of_one, 11);
    assert_int_equal(many.kind, IDENTIFIER_SEQUENTIAL);
    assert_true(many.density > 0.5);
    assert_int_equal(many.steps, 0); /* not every value is known */
}

static void holes_are_measured(void **state)
{
    struct identifier found = judge_each(20, every_tenth);

    assert_int_equal(found.kind, IDENTIFIER_SEQUENTIAL);
    assert_true(found.density > 0.09 && found.density < 0.13);
    assert_true(found.bits > 3 && found.bits < 3.5);
    assert_int_equal(found.steps_of_one, 0);
}

/* Somebody tried a number that is far away: the rest is as dense as before. */
static void a_stray_number_does_not_stretch_the_whole(void **state)
{
    struct place place;
    char text[80];
    struct identifier found;

    place_begin(&place);
    for (unsigned i = 0; i < 12; i++)
        place_add(&place, one_after_the_other(i, text));
    place_add(&place, "999999");
    place_add(&place, "1' or 1=1");
    found = place_judge(&place);
    assert_int_equal(found.kind, IDENTIFIER_SEQUENTIAL);
    assert_true(found.density > 0.9);
}

static void numbers_of_few_digits_can_be_tried(void **state)
{
    struct identifier found = judge_each(40, one_in_a_thousand);

    assert_int_equal(found.kind, IDENTIFIER_WEAK);
    assert_true(found.bits > 13 && found.bits < 17); /* 10^6 / 40 */
}

static void disguises_are_seen_through(void **state)
{
    /* MD5 of 1, 2, 3 and 4. */
    static const char *const hashed[] = { "c4ca4238a0b923820dcc509a6f75849b",
                                          "c81e728d9d4c2f636f067f89cc14862c",
                                          "eccbc87e4b5ce2fe28308fd9f2a7baf3",
                                          "a87ff679a2f3e71d9181a67b7542122c" };
    static const char *const encoded[] = { "VXNlcjox", "VXNlcjoy", "VXNlcjoz", "VXNlcjo0" }; /* User:1 ... */
    struct place place;
    struct identifier found = judge_each(30, counted);

    assert_int_equal(found.kind, IDENTIFIER_WEAK);
    assert_string_equal(found.form, "a prefix and a counter");
    assert_true(found.density > 0.5);
    place_begin(&place);
    for (size_t i = 0; i < 4; i++)
        place_add(&place, hashed[i]);
    found = place_judge(&place);
    assert_int_equal(found.kind, IDENTIFIER_WEAK);
    assert_string_equal(found.form, "MD5 of small integers");
    place_begin(&place);
    for (size_t i = 0; i < 4; i++)
        place_add(&place, encoded[i]);
    found = place_judge(&place);
    assert_int_equal(found.kind, IDENTIFIER_WEAK);
    assert_string_equal(found.form, "base64 of a word and a number");
}

static void times_are_told_from_chance(void **state)
{
    struct identifier found = judge_each(30, time_uuid);

    assert_int_equal(found.kind, IDENTIFIER_TIME);
    assert_false(found.is_coarse);
    assert_int_equal(judge_each(200, random_uuid).kind, IDENTIFIER_OPAQUE);
}

static void years_and_too_few_values_are_nothing(void **state)
{
    assert_int_equal(judge_each(26, year).kind, IDENTIFIER_OPAQUE);
    assert_int_equal(judge_each(2, one_after_the_other).kind, IDENTIFIER_OPAQUE);
    assert_int_equal(judge_each(0, one_after_the_other).kind, IDENTIFIER_OPAQUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_one_after_the_other_have_no_entropy),
        cmocka_unit_test(holes_are_measured),
        cmocka_unit_test(a_stray_number_does_not_stretch_the_whole),
        cmocka_unit_test(numbers_of_few_digits_can_be_tried),
        cmocka_unit_test(disguises_are_seen_through),
        cmocka_unit_test(times_are_told_from_chance),
        cmocka_unit_test(years_and_too_few_values_are_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
