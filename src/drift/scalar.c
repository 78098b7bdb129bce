/* SPDX-License-Identifier: Apache-2.0 */
#include "drift/scalar.h"

#include "base/hash.h"
#include "catalog/coarse.h"
#include "catalog/kept.h"
#include "exchange/mask.h"
#include "spec/sample_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct slice name_stem(struct slice name)
{
    const char *open = name.len ? memchr(name.at, '[', name.len) : NULL;

    return open && open > name.at && name.at[name.len - 1] == ']'
               ? slice_make(name.at, (size_t)(open - name.at))
               : name;
}

struct drift_row *scalar_row(const struct scalar_place *place, enum drift_kind kind)
{
    struct drift_row *row = row_add_for(place->at, kind);

    row->location = place->location;
    row->name = place->name;
    row->at = place->position;
    row->field = place->field;
    row->support.count = place->field->present;
    row->of = place->field->present;
    return row;
}

/* ---- enums ---- */

/* 1.0 is 1. */
static bool same_number(const struct tree_node *choice, struct slice text)
{
    char digits[40];
    double wanted;

    if (choice->kind != TREE_NUMBER || text.len == 0 || text.len >= sizeof digits ||
        !(format_of(text) & FORMAT_NUMBER) || !tree_number(choice, &wanted))
        return false;
    memcpy(digits, text.at, text.len);
    digits[text.len] = '\0';
    return strtod(digits, NULL) == wanted;
}

struct seen_value seen_entry(const struct sample_entry *entry)
{
    return (struct seen_value){ sample_text(entry), entry->masked ? entry->hash : 0 };
}

static bool choice_equals(const struct tree_node *choice, struct seen_value value)
{
    if (choice->kind == TREE_SEQUENCE || choice->kind == TREE_MAPPING)
        return false;
    if (value.masked)
        return hash_content(choice->text) == value.masked;
    return slice_eq(choice->text, value.text) || same_number(choice, value.text);
}

bool scalar_excluded(const struct contract_schema *part, struct seen_value value)
{
    if (!part->has_choices)
        return false;
    for (size_t i = 0; i < part->choice_count; i++)
        if (choice_equals(part->choices[i], value))
            return false;
    return true;
}

/* Whether every alternative for values of these types has a part for which `excludes` holds. */
typedef bool part_test(const struct contract_schema *part, const void *value);

static bool all_exclude(const struct alternatives *promised, unsigned types, part_test *excludes,
                        const void *value)
{
    bool any = false;

    for (size_t i = 0; i < promised->count; i++) {
        const struct alternative *one = &promised->at[i];
        bool excluded = false;

        if (!(one->types & types))
            continue;
        any = true;
        for (size_t j = 0; j < one->count && !excluded; j++)
            excluded = excludes(one->parts[j], value);
        if (!excluded)
            return false;
    }
    return any;
}

static bool text_excluded(const struct contract_schema *part, const void *value)
{
    return scalar_excluded(part, *(const struct seen_value *)value);
}

bool scalar_is_outside(const struct alternatives *promised, unsigned types, struct seen_value value)
{
    return all_exclude(promised, types, text_excluded, &value);
}

/* Values of a closed vocabulary may be shown as they are; anything else may belong to somebody. */
static struct slice show_value(struct holding *holding, struct seen_value value)
{
    if (value.masked)
        return value.text.len ? arena_copy(holding->arena, value.text) : SLICE("***");
    return sample_is_word(value.text) ? arena_copy(holding->arena, value.text)
                                      : mask_value(value.text, holding->arena);
}

struct enum_check {
    const struct scalar_place *place;
    const struct alternatives *promised;
    unsigned types;
    struct drift_row *row;
    struct slice shown[DRIFT_EXAMPLES];
    size_t shown_count;
    uint64_t outside, offered;
};

static void check_choice(struct enum_check *check, struct seen_value value, uint64_t count)
{
    bool is_empty = !value.masked && value.text.len == 0;

    check->offered += count;
    if (!scalar_is_outside(check->promised, check->types, value))
        return;
    check->outside += count;
    if (check->shown_count < DRIFT_EXAMPLES)
        check->shown[check->shown_count++] =
            is_empty ? SLICE("\"\"") : show_value(check->place->at->holding, value);
}

static void check_sample(struct enum_check *check, const struct values *values)
{
    for (uint32_t i = 0; values && i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];
        struct slice rest = slice_make(entry->text, entry->len);

        if (entry->full_len == 0 || !(entry->masked || sample_is_whole(entry)))
            continue;
        if (!check->place->separator) {
            check_choice(check, seen_entry(entry), entry->count);
            continue;
        }
        while (rest.len && !entry->masked)
            check_choice(check, seen_text(slice_trim(slice_cut(&rest, check->place->separator))),
                         entry->count);
    }
}

static bool has_choices(const struct alternatives *promised)
{
    for (size_t i = 0; i < promised->count; i++)
        for (size_t j = 0; j < promised->at[i].count; j++)
            if (promised->at[i].parts[j]->has_choices)
                return true;
    return false;
}

static void enum_row(const struct enum_check *check)
{
    struct holding *holding = check->place->at->holding;
    struct drift_row *row = scalar_row(check->place, DRIFT_UNDOCUMENTED_ENUM_VALUE);
    struct slice list = SLICE("");
    struct slice *examples = arena_get_array(holding->arena, DRIFT_EXAMPLES, sizeof *examples);

    for (size_t i = 0; i < check->shown_count; i++) {
        list = arena_printf(holding->arena, "%.*s%s%.*s", SLICE_ARG(list), i ? ", " : "",
                            SLICE_ARG(check->shown[i]));
        if (examples)
            examples[i] = check->shown[i];
    }
    row->observed = list;
    row->documented = SLICE("enum");
    row->examples = examples;
    row->example_count = examples ? check->shown_count : 0;
    row->support.count = check->outside;
    row->of = check->offered;
    row->summary = row_printf(holding, "Values outside the documented ones: %.*s.", SLICE_ARG(list));
    row->proposal = row_printf(holding, "Add to the enum: %.*s.", SLICE_ARG(list));
}

static void compare_choices(const struct scalar_place *place, const struct alternatives *promised)
{
    struct enum_check check = { .place = place, .promised = promised };

    if (!has_choices(promised))
        return;
    check.types = place->is_text ? CONTRACT_ANY_TYPE & ~(unsigned)CONTRACT_NULL : CONTRACT_STRING;
    check_sample(&check, place->field->values);
    if (!place->is_text) {
        /* Parameters are often sent empty for nothing; a field that is empty has that value. */
        if (place->field->values && place->field->values->empty)
            check_choice(&check, seen_text(SLICE("")), place->field->values->empty);
        check.types = CONTRACT_INTEGER | CONTRACT_NUMBER;
        check_sample(&check, place->field->numbers);
    }
    if (check.outside)
        enum_row(&check);
}

/* ---- formats ---- */

static const struct {
    const char *name;
    uint32_t bit;
} formats[] = {
    { "uuid", FORMAT_UUID },   { "date-time", FORMAT_DATE_TIME }, { "date", FORMAT_DATE },
    { "email", FORMAT_EMAIL }, { "ipv4", FORMAT_IPV4 },           { "ipv6", FORMAT_IPV6 },
};

static uint32_t format_bit(struct slice name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (slice_eq(name, slice_of(formats[i].name)))
            return formats[i].bit;
    return 0;
}

static bool format_excluded(const struct contract_schema *part, const void *value)
{
    uint32_t bit = format_bit(part->format);

    return bit && !(*(const uint32_t *)value & bit);
}

static struct slice said_format(const struct alternatives *promised)
{
    for (size_t i = 0; i < promised->count; i++)
        for (size_t j = 0; j < promised->at[i].count; j++)
            if (promised->at[i].parts[j]->format.len)
                return promised->at[i].parts[j]->format;
    return SLICE("");
}

static void compare_format(const struct scalar_place *place, const struct alternatives *promised)
{
    const struct values *values = place->field->values;
    uint64_t outside = 0, offered = 0;
    uint32_t first = 0;

    for (uint32_t i = 0; values && !place->separator && i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];
        uint32_t bits = kept_traits(entry, FORMAT_ALL);

        /* Of secrets nothing is kept, not even what they look like. */
        if (entry->len == 0 || !(entry->masked || sample_is_whole(entry)))
            continue;
        offered += entry->count;
        if (all_exclude(promised, CONTRACT_STRING, format_excluded, &bits)) {
            first = outside ? first : i;
            outside += entry->count;
        }
    }
    if (outside) {
        struct drift_row *row = scalar_row(place, DRIFT_FORMAT_MISMATCH);
        const struct sample_entry *entry = &values->sample.entries[first];

        row->documented = said_format(promised);
        row->observed = entry->masked ? show_value(place->at->holding, seen_entry(entry))
                                      : mask_value(sample_text(entry), place->at->holding->arena);
        row->support.count = outside;
        row->of = offered;
        row->summary =
            row_printf(place->at->holding, "%llu of %llu values sampled are no %.*s.",
                       (unsigned long long)outside, (unsigned long long)offered, SLICE_ARG(row->documented));
        row->proposal = SLICE("Correct the format in the document, or the value in the service.");
    }
}

/* ---- ranges ---- */

struct bounds {
    double least, most;
};

static bool range_excluded(const struct contract_schema *part, const void *value)
{
    const struct bounds *seen = value;

    return (part->has_minimum &&
            (part->minimum_excluded ? seen->least <= part->minimum : seen->least < part->minimum)) ||
           (part->has_maximum &&
            (part->maximum_excluded ? seen->most >= part->maximum : seen->most > part->maximum));
}

static bool length_excluded(const struct contract_schema *part, const void *value)
{
    const struct bounds *seen = value;

    return (part->has_length_min && seen->least < (double)part->length_min) ||
           (part->has_length_max && seen->most > (double)part->length_max);
}

static bool items_excluded(const struct contract_schema *part, const void *value)
{
    const struct bounds *seen = value;

    return (part->has_items_min && seen->least < (double)part->items_min) ||
           (part->has_items_max && seen->most > (double)part->items_max);
}

/* Each end was seen: it counts when no alternative has room for it. The ends of one range may fit different ones. */
static bool ends_excluded(const struct alternatives *promised, unsigned types, part_test *excludes,
                          struct bounds seen)
{
    struct bounds least = { seen.least, seen.least }, most = { seen.most, seen.most };

    return all_exclude(promised, types, excludes, &least) || all_exclude(promised, types, excludes, &most);
}

static void bounds_row(const struct scalar_place *place, enum drift_kind kind, struct bounds seen,
                       const char *what)
{
    struct drift_row *row = scalar_row(place, kind);

    row->observed = seen.least == seen.most
                        ? row_printf(place->at->holding, "%g", seen.least)
                        : row_printf(place->at->holding, "%g to %g", seen.least, seen.most);
    row->summary = row_printf(place->at->holding, "%s seen: %.*s.", what, SLICE_ARG(row->observed));
    row->proposal = SLICE("Correct the bound in the document, or enforce it in the service.");
}

static void compare_numbers(const struct scalar_place *place, const struct alternatives *promised)
{
    const struct field *field = place->field;
    struct bounds seen;

    coarse_range(field, &seen.least, &seen.most);
    if (field->types[TYPE_INTEGER] + field->types[TYPE_NUMBER] &&
        ends_excluded(promised, CONTRACT_INTEGER | CONTRACT_NUMBER, range_excluded, seen))
        bounds_row(place, DRIFT_VALUE_OUT_OF_RANGE, seen, "Numbers");
}

static void compare_text_numbers(const struct scalar_place *place, const struct alternatives *promised)
{
    struct bounds seen = { INFINITY, -INFINITY };
    const struct values *values = place->field->values;

    for (uint32_t i = 0; values && i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];
        struct slice text = slice_make(entry->text, entry->len);
        double number;

        if (entry->masked || !(format_of(text) & FORMAT_NUMBER) || entry->len >= 40)
            continue;
        number = strtod(arena_copy(place->at->holding->arena, text).at, NULL);
        seen.least = number < seen.least ? number : seen.least;
        seen.most = number > seen.most ? number : seen.most;
    }
    if (seen.least <= seen.most && !(alternatives_types(promised) & CONTRACT_STRING) &&
        ends_excluded(promised, CONTRACT_INTEGER | CONTRACT_NUMBER, range_excluded, seen))
        bounds_row(place, DRIFT_VALUE_OUT_OF_RANGE, seen, "Numbers");
}

static void compare_lengths(const struct scalar_place *place, const struct alternatives *promised)
{
    const struct values *values = place->field->values;
    struct bounds seen;

    if (!values || values->count == 0 || place->separator)
        return;
    seen = (struct bounds){ values->length_min, values->length_max };
    if (ends_excluded(promised, CONTRACT_STRING, length_excluded, seen))
        bounds_row(place, DRIFT_LENGTH_OUT_OF_RANGE, seen, "Lengths");
}

static void compare_items(const struct scalar_place *place, const struct alternatives *promised)
{
    struct bounds seen = { place->field->items_min, place->field->items_max };

    if (!place->is_text && place->field->types[TYPE_ARRAY] &&
        ends_excluded(promised, CONTRACT_ARRAY, items_excluded, seen))
        bounds_row(place, DRIFT_ITEMS_OUT_OF_RANGE, seen, "Numbers of elements");
}

/* ---- patterns ---- */

struct pattern_value {
    struct regex_cache *cache;
    struct slice text;
};

static bool pattern_excluded(const struct contract_schema *part, const void *value)
{
    const struct pattern_value *tried = value;

    return part->pattern.len && regex_search(regex_get(tried->cache, part->pattern), tried->text) == REGEX_NO;
}

static void compare_patterns(const struct scalar_place *place, const struct alternatives *promised)
{
    const struct values *values = place->field->values;
    uint64_t outside = 0;
    struct slice example = { NULL, 0 };

    for (uint32_t i = 0; values && !place->separator && i < values->sample.count; i++) {
        const struct sample_entry *entry = &values->sample.entries[i];
        struct pattern_value tried = { &place->at->holding->regexes, slice_make(entry->text, entry->len) };

        if (sample_is_whole(entry) && all_exclude(promised, CONTRACT_STRING, pattern_excluded, &tried)) {
            outside += entry->count;
            example = tried.text;
        }
    }
    if (outside) {
        struct drift_row *row = scalar_row(place, DRIFT_PATTERN_MISMATCH);

        row->observed = mask_value(example, place->at->holding->arena);
        row->support.count = outside;
        row->summary = SLICE("Values that the documented pattern excludes.");
        row->proposal = SLICE("Correct the pattern in the document, or enforce it in the service.");
    }
}

void scalar_compare(const struct scalar_place *place, const struct alternatives *promised)
{
    if (promised->is_unknown)
        return;
    compare_choices(place, promised);
    compare_format(place, promised);
    if (place->is_text)
        compare_text_numbers(place, promised);
    else
        compare_numbers(place, promised);
    compare_lengths(place, promised);
    compare_items(place, promised);
    compare_patterns(place, promised);
}

bool scalar_text_fits(const struct values *values, unsigned types)
{
    uint32_t possible = values->possible;

    return (types & CONTRACT_NUMBER && possible & FORMAT_NUMBER) ||
           (types & CONTRACT_INTEGER && possible & FORMAT_INTEGER) ||
           (types & CONTRACT_BOOLEAN && possible & FORMAT_BOOLEAN);
}
