/* SPDX-License-Identifier: Apache-2.0 */
#include "sensitive/classifier.h"

#include "base/byte.h"
#include "base/regex.h"
#include "sensitive/checksum.h"

#define SIGNS_MOST 64 /* letters and digits that a checksum is worked out of */

struct custom {
    struct data_class_row row;
    const struct regex *regex; /* NULL: none asked for */
    bool (*checksum)(struct slice);
};

struct classifier {
    struct memory *account;
    struct arena texts;
    struct regex_cache patterns;
    size_t count;
    struct custom custom[DATA_CUSTOM_MOST];
};

static const struct checksum_row {
    const char *name;
    bool (*holds)(struct slice);
} checksums[] = {
    { "luhn", checksum_luhn },
    { "mod97", checksum_mod97 },
    { "verhoeff", checksum_verhoeff },
    { "mod11", checksum_mod11 },
};

static const char *keep_text(struct classifier *classifier, struct slice text)
{
    char *copy = arena_get(&classifier->texts, text.len + 1);

    if (copy && text.len)
        memcpy(copy, text.at, text.len);
    return copy;
}

static bool no_memory(struct error *err)
{
    return error_set(err, ERROR_MEMORY, "no memory for the classes of the configuration");
}

/* The pattern is matched against whole values. */
static bool compile(struct classifier *classifier, const struct custom_class *from, struct custom *ret,
                    struct error *err)
{
    size_t len = from->pattern.len + 7;
    char *whole = arena_get(&classifier->texts, len);
    const char *why;

    if (!whole)
        return no_memory(err);
    memcpy(whole, "^(?:", 4);
    memcpy(whole + 4, from->pattern.at, from->pattern.len);
    memcpy(whole + 4 + from->pattern.len, ")$", 2);
    /* Alone first: "a)(b" is wrong, and would not be between brackets. */
    if (regex_is_wrong(regex_get(&classifier->patterns, from->pattern), &why) ||
        regex_is_wrong(ret->regex = regex_get(&classifier->patterns, slice_make(whole, len - 1)), &why))
        return error_set(err, ERROR_USAGE, "class \"%.*s\": its pattern is no regular expression (%s)",
                         SLICE_ARG(from->name), why);
    return ret->regex || no_memory(err);
}

static bool find_checksum(const struct custom_class *from, struct custom *ret, struct error *err)
{
    for (size_t i = 0; i < sizeof checksums / sizeof *checksums; i++)
        if (slice_eq(from->validator, slice_of(checksums[i].name))) {
            ret->checksum = checksums[i].holds;
            return true;
        }
    return error_set(err, ERROR_USAGE,
                     "class \"%.*s\": there is no validator \"%.*s\" (luhn, mod97, verhoeff, mod11)",
                     SLICE_ARG(from->name), SLICE_ARG(from->validator));
}

static bool is_name(struct slice name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!byte_is_alphanumeric(name.at[i]) && name.at[i] != '_' && name.at[i] != '-')
            return false;
    return name.len > 0 && name.len <= 64;
}

static bool check_name(const struct classifier *classifier, struct slice name, struct error *err)
{
    enum data_class class;

    if (!is_name(name))
        return error_set(err, ERROR_USAGE, "class %zu: its name must be 1 to 64 letters, digits, _ and -",
                         classifier->count + 1);
    if (data_class_from(name, &class))
        return error_set(err, ERROR_USAGE, "class %zu: \"%.*s\" is a built-in class", classifier->count + 1,
                         SLICE_ARG(name));
    for (size_t i = 0; i < classifier->count; i++)
        if (slice_eq(name, slice_of(classifier->custom[i].row.name)))
            return error_set(err, ERROR_USAGE, "class %zu: \"%.*s\" stands twice", classifier->count + 1,
                             SLICE_ARG(name));
    return true;
}

static bool add_custom(struct classifier *classifier, const struct custom_class *from, struct error *err)
{
    struct custom *custom = &classifier->custom[classifier->count];

    if (!check_name(classifier, from->name, err))
        return false;
    if (from->pattern.len == 0 && from->validator.len == 0 && from->names.len == 0)
        return error_set(err, ERROR_USAGE, "class \"%.*s\": it needs a pattern, a validator or names",
                         SLICE_ARG(from->name));
    if ((from->pattern.len && !compile(classifier, from, custom, err)) ||
        (from->validator.len && !find_checksum(from, custom, err)))
        return false;
    custom->row = (struct data_class_row){
        .name = keep_text(classifier, from->name),
        .title = keep_text(classifier, from->title.len ? from->title : from->name),
        .names = keep_text(classifier, from->names),
        .group = GROUP_CUSTOM,
        .severity = from->severity,
        .shows_nothing = from->shows_nothing,
        .passes = custom->regex || custom->checksum ? 0.95 : 0,
        .chance = custom->checksum ? 0.1 : 0.5,
        .alike = custom->regex ? 0.5 : 20,
        .alike_plain = custom->regex ? 0.5 : 20,
    };
    if (!custom->row.name || !custom->row.title || !custom->row.names)
        return no_memory(err);
    classifier->count++;
    return true;
}

struct classifier *classifier_new(const struct custom_class *custom, size_t count, struct memory *account,
                                  struct error *err)
{
    struct classifier *classifier = memory_get(account, sizeof *classifier);

    if (!classifier)
        return no_memory(err), NULL;
    classifier->account = account;
    arena_init(&classifier->texts, account, 1024);
    regex_cache_init(&classifier->patterns, account);
    if (count > DATA_CUSTOM_MOST) {
        error_set(err, ERROR_USAGE, "class %d: no more than %d classes can be added", DATA_CUSTOM_MOST + 1,
                  DATA_CUSTOM_MOST);
        classifier_free(classifier);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (!add_custom(classifier, &custom[i], err)) {
            classifier_free(classifier);
            return NULL;
        }
    return classifier;
}

void classifier_free(struct classifier *classifier)
{
    if (!classifier)
        return;
    regex_cache_done(&classifier->patterns);
    arena_done(&classifier->texts);
    memory_give(classifier->account, classifier, sizeof *classifier);
}

const struct data_class_row *classifier_row(const struct classifier *classifier, enum data_class class)
{
    size_t index = (size_t) class - DATA_CUSTOM;

    if (class < DATA_CUSTOM)
        return data_class_row(class);
    return classifier && index < classifier->count ? &classifier->custom[index].row : NULL;
}

size_t classifier_custom_count(const struct classifier *classifier)
{
    return classifier ? classifier->count : 0;
}

/* Over the digits; letters count for MOD 97-10 only, which gives them values. */
static bool holds_checksum(bool (*holds)(struct slice), struct slice text)
{
    char signs[SIGNS_MOST];
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (!byte_is_digit(text.at[i]) && !(holds == checksum_mod97 && byte_is_letter(text.at[i])))
            continue;
        if (count == SIGNS_MOST)
            return false;
        signs[count++] = text.at[i];
    }
    return count > 1 && holds(slice_make(signs, count));
}

static bool is_of(const struct custom *custom, struct slice text)
{
    if (!custom->regex && !custom->checksum)
        return false;
    return (!custom->regex || regex_search(custom->regex, text) == REGEX_YES) &&
           (!custom->checksum || holds_checksum(custom->checksum, text));
}

class_set classifier_value(struct classifier *classifier, struct slice text)
{
    class_set set = 0;

    for (size_t i = 0; classifier && i < classifier->count; i++)
        if (is_of(&classifier->custom[i], text))
            set |= CLASS_BIT(DATA_CUSTOM + i);
    return set;
}

static bool ends_with(const struct name_terms *terms, const struct name_terms *end)
{
    for (size_t i = 0; i < end->count && end->count <= terms->count; i++)
        if (!slice_eq(terms->words[terms->count - end->count + i], end->words[i]))
            return false;
    return end->count > 0 && end->count <= terms->count;
}

void classifier_mean(const struct classifier *classifier, const struct name_terms *terms,
                     struct name_meaning *ret)
{
    for (size_t i = 0; classifier && i < classifier->count; i++) {
        struct slice rest = slice_of(classifier->custom[i].row.names), name;

        while (slice_next(&rest, ',', &name)) {
            struct name_terms end;

            name_split(name, &end);
            if (!ends_with(terms, &end) || ret->count == NAME_MEANT_MOST)
                continue;
            ret->meant[ret->count++] = (struct name_meant){ (enum data_class)(DATA_CUSTOM + i), NAME_SURE };
            break;
        }
    }
}
