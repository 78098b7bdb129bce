/* SPDX-License-Identifier: Apache-2.0 */
/* Which classes a field holds: decided from a sample of its distinct values, the name it stands under and what stands around
 * it, by adding up log odds, as templates are (catalog/template.h). A single value decides nothing: one order number in ten passes
 * Luhn, one number in eleven is a BSN.
 *
 * A class is weighed against what looks like it: how many of the distinct values pass its validator, how many would by
 * chance, what its own name says (strong), its parents' and neighbours' names and the endpoint (weak); decide.c has the sum.
 *
 * Fields whose values are not kept (numbers with fractions, empty samples) are decided by name and range. */
#ifndef SENSITIVE_DECIDE_H
#define SENSITIVE_DECIDE_H

#include "base/sample.h"
#include "sensitive/sensitive.h"

struct field_look {
    struct slice name;           /* its own: "cardNumber"; empty: an array's item, take the array's */
    const struct slice *parents; /* names of what it stands in, nearest first */
    size_t parent_count;
    const struct slice *neighbours; /* names beside it; may be many, a few dozen are looked at */
    size_t neighbour_count;
    struct slice path;                       /* template of the endpoint */
    const struct sample *strings, *integers; /* marks of distinct values; may be NULL */
    uint64_t string_count, integer_count, number_count, boolean_count; /* values seen of each */
    double number_min, number_max;   /* of all numbers; meaningless while none was seen */
    uint32_t length_min, length_max; /* of strings, in code points */
    bool number_of_days;             /* strings are all dates: full-date or date-time */
};

struct field_class {
    enum data_class class;
    double confidence; /* 0..1 */
    uint64_t matched,
        of;         /* distinct values in the sample that passed, of all there; 0 of 0: by name and range */
    bool is_within; /* inside longer texts */
};
#define FIELD_CLASSES_MOST 4
#define FIELD_CLASS_SURE 0.8 /* what is below is not told */

/* Surest first; answers their number. */
size_t sensitive_decide(const struct classifier *classifier, const struct field_look *look,
                        struct field_class ret[FIELD_CLASSES_MOST]);

#endif
