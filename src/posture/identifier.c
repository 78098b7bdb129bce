/* SPDX-License-Identifier: Apache-2.0 */
#include "posture/identifier.h"

#include "posture/identifier_forms.h"

#include <math.h>
#include <stdlib.h>

#define DENSE 0.02    /* one number in fifty exists */
#define SMALL 1000000 /* numbers below are tried in a quarter of an hour */
#define WEAK_BITS 32
#define LEAST_VALUES 3

static int order_numbers(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return (left > right) - (left < right);
}

/* The shortest stretch that holds `wanted` of the values. */
static double shortest(const struct id_numbers *numbers, size_t wanted)
{
    double best = INFINITY;

    for (size_t i = 0; i + wanted <= numbers->count; i++) {
        double length = numbers->values[i + wanted - 1] - numbers->values[i];

        best = length < best ? length : best;
    }
    return best;
}

static void measure_steps(const struct id_numbers *numbers, struct identifier *ret)
{
    if ((double)numbers->count + 0.5 < ret->distinct)
        return;
    for (size_t i = 1; i < numbers->count; i++) {
        ret->steps++;
        ret->steps_of_one += numbers->values[i] - numbers->values[i - 1] == 1;
    }
}

static void measure(struct id_numbers *numbers, struct identifier *ret)
{
    size_t count = numbers->count, wanted = count < 6 ? count : count / 2 + 1;
    double length, inside;

    qsort(numbers->values, count, sizeof *numbers->values, order_numbers);
    ret->least = numbers->values[0];
    ret->most = numbers->values[count - 1];
    length = shortest(numbers, wanted);
    inside = ret->distinct * (double)(wanted - 1) / (double)count + 1;
    ret->density = inside / (length + 1);
    ret->density = ret->density > 1 ? 1 : ret->density;
    ret->bits = log2(1 / ret->density);
    measure_steps(numbers, ret);
}

/* Years look like few dense integers, and are none of anybody's. */
static bool are_years(const struct id_numbers *numbers)
{
    for (size_t i = 0; i < numbers->count; i++)
        if (numbers->values[i] < 1900 || numbers->values[i] > 2100)
            return false;
    return true;
}

static void judge_integers(struct id_numbers *numbers, struct identifier *ret)
{
    if (numbers->count < LEAST_VALUES || are_years(numbers))
        return;
    measure(numbers, ret);
    if (ret->density >= DENSE) {
        ret->kind = IDENTIFIER_SEQUENTIAL;
        ret->form = "integers";
    } else if (ret->most < SMALL) {
        ret->kind = IDENTIFIER_WEAK;
        ret->form = "integers of few digits";
        ret->bits = log2((ret->most + 1) / ret->distinct);
    }
}

/* Counters behind a prefix, or inside of something. Without their texts nothing is measured. */
static void judge_counters(struct id_numbers *numbers, const char *form, struct identifier *ret)
{
    if (numbers->count >= LEAST_VALUES) {
        measure(numbers, ret);
        if (ret->density < DENSE && ret->most >= SMALL)
            return;
        if (ret->density < DENSE)
            ret->bits = log2((ret->most + 1) / ret->distinct);
    }
    ret->kind = IDENTIFIER_WEAK;
    ret->form = form;
}

static bool judge_times(const struct sample *sample, struct identifier *ret)
{
    const char *form = id_times(sample, &ret->is_coarse);

    if (!form)
        return false;
    ret->kind = IDENTIFIER_TIME;
    ret->form = form;
    return true;
}

static void judge_texts(const struct sample *sample, struct identifier *ret)
{
    struct id_numbers numbers;
    const char *form;

    if (id_encoded_numbers(sample, &numbers, &form)) {
        judge_counters(&numbers, form, ret);
    } else if (id_counters(sample, &numbers)) {
        judge_counters(&numbers, "a prefix and a counter", ret);
    } else if ((form = id_hashed_numbers(sample)) != NULL) {
        ret->kind = IDENTIFIER_WEAK;
        ret->form = form;
        ret->bits = log2(ID_GUESSES / ret->distinct);
    } else if (id_random_bits(sample, &ret->bits) && ret->bits < WEAK_BITS) {
        ret->kind = IDENTIFIER_WEAK;
        ret->form = "few random characters";
        ret->bits -= log2(ret->distinct);
    }
}

/* The values as texts, which paths and queries are made of, or as the integers of a body. */
static void judge(const struct sample *sample, uint64_t present, bool of_integers, struct identifier *ret)
{
    struct id_numbers numbers;

    if (sample->count < LEAST_VALUES)
        return;
    /* The sample of a path is that of all who share the parameter: it may know more values than this place had calls. */
    ret->distinct = fmax(fmin(sample_distinct(sample), (double)present), sample->count);
    if (id_integers(sample, &numbers))
        judge_integers(&numbers, ret);
    else if (!judge_times(sample, ret) && !of_integers)
        judge_texts(sample, ret);
}

void identifier_judge(const struct field *field, struct identifier *ret)
{
    *ret = (struct identifier){ .kind = IDENTIFIER_OPAQUE, .form = "", .bits = -1 };
    if (field->types[TYPE_INTEGER] && field->numbers)
        judge(&field->numbers->sample, field->present, true, ret);
    else if (field->values)
        judge(&field->values->sample, field->present, false, ret);
}
