/* SPDX-License-Identifier: Apache-2.0 */
/* The bar: thousands of made fields, precision and recall of what is said of them. PLAINSIGHT_SHOW=1 prints every
 * field that was judged wrongly. */
#include "sensitive/decide.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/hash.h"
#include "generator.h"

#define FIELDS 20000
#define SAMPLE_KEEP 32

struct score {
    unsigned right, wrong, missed;
};

static size_t decide(const struct made_field *field, struct field_class claims[FIELD_CLASSES_MOST])
{
    struct memory account = { 0 };
    struct sample strings, numbers;
    struct slice parent = slice_of(field->parent), neighbours[4];
    struct field_look look = { .name = slice_of(field->name),
                               .path = slice_of(field->path),
                               .strings = &strings,
                               .integers = &numbers };
    size_t count;

    sample_init(&strings, SAMPLE_KEEP);
    sample_init(&numbers, SAMPLE_KEEP);
    for (size_t i = 0; i < field->neighbour_count; i++)
        neighbours[i] = slice_of(field->neighbours[i]);
    look.parents = &parent;
    look.parent_count = field->parent != NULL;
    look.neighbours = neighbours;
    look.neighbour_count = field->neighbour_count;
    look.length_min = UINT32_MAX;
    look.number_of_days = true;
    for (size_t i = 0; i < field->count; i++) {
        struct slice text = slice_of(field->values[i]);
        struct sample_value value = { .text = SLICE(""),
                                      .marks = sensitive_value(NULL, text),
                                      .full_len = (uint32_t)text.len,
                                      .masked = true };
        value.masked = sensitive_keep(value.marks, text) != KEEP_TEXT;
        value.text = value.masked ? SLICE("") : text;
        double number = strtod(text.at, NULL);
        bool fraction = field->is_number && memchr(text.at, '.', text.len);

        if (field->is_number && (i == 0 || number < look.number_min))
            look.number_min = number;
        if (field->is_number && (i == 0 || number > look.number_max))
            look.number_max = number;
        look.number_count += fraction;
        look.integer_count += field->is_number && !fraction;
        look.string_count += !field->is_number;
        look.length_min = text.len < look.length_min ? (uint32_t)text.len : look.length_min;
        look.length_max = text.len > look.length_max ? (uint32_t)text.len : look.length_max;
        look.number_of_days &= text.len == 10 && text.at[4] == '-' && text.at[7] == '-';
        if (!fraction)
            assert_true(sample_add_kept(field->is_number ? &numbers : &strings, &account, hash_content(text),
                                        &value, 1));
    }
    if (field->is_number)
        look.length_min = look.length_max = 0;
    count = sensitive_decide(NULL, &look, claims);
    sample_done(&strings, &account);
    sample_done(&numbers, &account);
    return count;
}

static void show(const struct made_field *field, const struct field_class *claims, size_t count)
{
    static const char *const made[] = { "valid", "nearly", "alike" };

    if (!getenv("PLAINSIGHT_SHOW"))
        return;
    printf("%s %s, %s, %s, %zu values such as \"%.60s\":", made[field->made], field->kind, field->name,
           field->path, field->count, field->values[0]);
    for (size_t i = 0; i < count; i++)
        printf(" %s %.2f (%u of %u%s)", data_class_row(claims[i].class)->name, claims[i].confidence,
               (unsigned)claims[i].matched, (unsigned)claims[i].of, claims[i].is_within ? ", within" : "");
    printf("\n");
}

static void score_field(const struct made_field *field, struct score scores[DATA_CLASSES])
{
    struct field_class claims[FIELD_CLASSES_MOST];
    size_t count = decide(field, claims);
    bool found = false, wrong = false;

    for (size_t i = 0; i < count; i++) {
        bool right = field->made == MADE_VALID && claims[i].class == field->class;

        found |= right;
        wrong |= !right;
        scores[claims[i].class].right += right;
        scores[claims[i].class].wrong += !right;
    }
    if (field->made == MADE_VALID && !found)
        scores[field->class].missed++;
    if (wrong || (field->made == MADE_VALID && !found))
        show(field, claims, count);
}

static void fields_are_told_apart(void **state)
{
    static struct made_field field;
    struct score scores[DATA_CLASSES] = { 0 }, all = { 0 };
    struct dice dice = { 20261124 };
    double precision, recall;

    for (unsigned i = 0; i < FIELDS; i++) {
        generator_field(&dice, &field);
        score_field(&field, scores);
    }
    for (unsigned i = 0; i < DATA_BUILT_IN; i++) {
        printf("%-20s right %4u wrong %3u missed %3u\n", data_class_row((enum data_class)i)->name,
               scores[i].right, scores[i].wrong, scores[i].missed);
        all.right += scores[i].right;
        all.wrong += scores[i].wrong;
        all.missed += scores[i].missed;
    }
    precision = (double)all.right / (all.right + all.wrong);
    recall = (double)all.right / (all.right + all.missed);
    printf("%d fields: precision %.4f, recall %.4f\n", FIELDS, precision, recall);
    assert_true(precision >= 0.98);
    assert_true(recall >= 0.95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
