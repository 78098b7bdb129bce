/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/coarse.h"

#include "catalog/schema_tree.h"

#include <math.h>

#define EXACT_DIGITS 6
#define COARSE_DIGITS 3
#define EXACT_BELOW 1e6

/* Powers that are exact as doubles. */
static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
#define POWERS ((int)(sizeof powers / sizeof *powers))

/* value * 10^exponent; rounded once where the power is exact. */
static double scaled(double value, int exponent)
{
    if (exponent >= POWERS || -exponent >= POWERS)
        return value * pow(10, exponent);
    return exponent < 0 ? value / powers[-exponent] : value * powers[exponent];
}

/* The decimal exponent of a positive value: 0 of 1 to 9.99. */
static int exponent_of(double value)
{
    int exponent;

    if (value >= 1 && value < 1e22) {
        for (exponent = 0; powers[exponent + 1] <= value;)
            exponent++;
        return exponent;
    }
    exponent = (int)floor(log10(value));
    return scaled(value, -exponent) >= 10 ? exponent + 1
           : scaled(value, -exponent) < 1 ? exponent - 1
                                          : exponent;
}

/* The first `digits` digits of a positive value, the rest cut off. A digit that is there only because decimal fractions are
 * not exact in binary is none: 0.29 is not 0.28. */
static double cut(double value, int digits)
{
    int exponent = exponent_of(value);
    double wide = scaled(value, digits - 1 - exponent), whole = floor(wide), next = whole + 1;

    if (scaled(next, exponent - digits + 1) <= value)
        whole = next;
    return scaled(whole, exponent - digits + 1);
}

static bool has_few_digits(double value)
{
    int exponent = exponent_of(value);
    double digits = rint(scaled(value, EXACT_DIGITS - 1 - exponent));

    return scaled(digits, exponent - EXACT_DIGITS + 1) == value;
}

/* Types are decided by these: an integer beyond one stays beyond. */
static double keep_beyond(double value, double rounded)
{
    static const double edges[] = { 9223372036854775808.0, 2147483648.0 };

    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        if (value >= edges[i] && rounded < edges[i])
            return edges[i];
    return rounded;
}

/* Below what 32 and 64 bits hold there is one integer more. */
static double keep_below(double value, double rounded)
{
    static const double edges[] = { 9223372036854777856.0, 2147483649.0 };

    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++)
        if (value >= edges[i] && rounded < edges[i])
            return edges[i];
    return rounded;
}

static double cut_signed(double value, int digits)
{
    return value < 0 ? -keep_below(-value, cut(-value, digits)) : keep_beyond(value, cut(value, digits));
}

double number_coarse(double value)
{
    double positive = fabs(value);

    if (value == 0 || !isfinite(value) || (positive < EXACT_BELOW && positive == floor(positive)) ||
        has_few_digits(positive))
        return value;
    return cut_signed(value, COARSE_DIGITS);
}

double number_magnitude(double value)
{
    return value == 0 || !isfinite(value) ? value : cut_signed(value, 1);
}

/* By how much the end nearer to zero may be farther away from it: one of the last digit that was kept. */
static double slack(const struct field *field, double value, bool is_sensitive)
{
    double positive = fabs(value);
    int digits = is_sensitive ? 1 : COARSE_DIGITS;

    if (value == 0 || (!is_sensitive && !field->types[TYPE_NUMBER] && positive < EXACT_BELOW) ||
        cut(positive, digits) < positive)
        return 0;
    return scaled(1, exponent_of(positive) - digits + 1);
}

static bool is_sensitive_field(const struct field *field)
{
    return node_keep(NULL, node_of(field)) != KEEP_TEXT ||
           (field->numbers && (field->numbers->sample.silent || field->numbers->sample.veiled));
}

void coarse_range(const struct field *field, double *ret_least, double *ret_most)
{
    bool is_sensitive = field->types[TYPE_INTEGER] + field->types[TYPE_NUMBER] && is_sensitive_field(field);

    *ret_least = field->number_min;
    *ret_most = field->number_max;
    if (field->number_min > 0)
        *ret_least += slack(field, field->number_min, is_sensitive);
    if (field->number_max < 0)
        *ret_most -= slack(field, field->number_max, is_sensitive);
}
