/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of sensitive data that people add. */
#include "base/byte.h"
#include "base/regex.h"
#include "base/words.h"
#include "posture/settings_reading.h"

static const char *member_word(const void *context, size_t index)
{
    static const char *const words[] = {
        "name", "title", "pattern", "validator", "names", "severity", "hide"
    };

    return index < sizeof words / sizeof *words ? words[index] : NULL;
}

static const char *validator_word(const void *context, size_t index)
{
    static const char *const words[] = { "luhn", "mod97", "verhoeff", "mod11" };

    return index < sizeof words / sizeof *words ? words[index] : NULL;
}

static bool read_name(struct settings_reading *reading, const struct tree_node *node,
                      struct custom_class *ret)
{
    if (!settings_text(reading, node, "name", &ret->name))
        return false;
    for (size_t i = 0; i < ret->name.len; i++)
        if (!byte_is_lower(ret->name.at[i]) && !byte_is_digit(ret->name.at[i]) && ret->name.at[i] != '_')
            return settings_fault(reading, node, "settings-class",
                                  "the name of a class is written in lower-case letters, digits and _, like "
                                  "member_number");
    for (size_t i = 0; i < reading->ret->class_count; i++)
        if (slice_eq(reading->ret->classes[i].name, ret->name))
            return settings_fault(reading, node, "settings-class", "there are two classes of that name");
    return true;
}

static bool read_pattern(struct settings_reading *reading, const struct tree_node *node,
                         struct custom_class *ret)
{
    struct regex_cache cache;
    const struct regex *regex;
    const char *why;
    bool fine = settings_text(reading, node, "pattern", &ret->pattern);

    if (!fine)
        return false;
    regex_cache_init(&cache, reading->reader->account);
    regex = regex_get(&cache, ret->pattern);
    reading->failed |= regex == NULL;
    if (regex && regex_is_wrong(regex, &why))
        fine = settings_fault(reading, node, "settings-pattern", "the pattern is no regular expression: %s",
                              why);
    regex_cache_done(&cache);
    return fine;
}

static bool read_validator(struct settings_reading *reading, const struct tree_node *node,
                           struct custom_class *ret)
{
    if (!settings_text(reading, node, "validator", &ret->validator))
        return false;
    for (size_t i = 0; validator_word(NULL, i); i++)
        if (slice_eq(ret->validator, slice_of(validator_word(NULL, i))))
            return true;
    return settings_misspelt(reading, tree_position(node), "settings-class", "there is no validator",
                             ret->validator, validator_word);
}

/* "memberNo" becomes "member no", names are joined by commas (sensitive/sensitive.h). */
static bool read_names(struct settings_reading *reading, const struct tree_node *node,
                       struct custom_class *ret)
{
    const struct slice *texts;
    size_t count = settings_texts(reading, node, "names", &texts, NULL);
    struct buffer joined;

    buffer_init(&joined, reading->reader->account);
    for (size_t i = 0; i < count; i++) {
        struct words words = { 0 };

        words_add(&words, texts[i]);
        if (joined.len && words.count)
            buffer_byte(&joined, ',');
        for (size_t j = 0; j < words.count; j++) {
            if (j)
                buffer_byte(&joined, ' ');
            buffer_append(&joined, words_at(&words, j));
        }
    }
    if (joined.len)
        ret->names = arena_copy(&reading->reader->arena, buffer_slice(&joined));
    reading->failed |= joined.failed || (joined.len && !ret->names.at);
    buffer_done(&joined);
    return ret->names.len ||
           settings_fault(reading, node, "settings-class", "`names` of a class has no word in it");
}

static bool read_hide(struct settings_reading *reading, const struct tree_node *node,
                      struct custom_class *ret)
{
    if (node->kind != TREE_BOOLEAN)
        return settings_fault(reading, node, "settings-value", "`hide` is true or false");
    ret->shows_nothing = tree_is_true(node);
    return true;
}

static bool make_title(struct settings_reading *reading, const struct tree_node *node,
                       struct custom_class *ret)
{
    struct words words = { 0 };

    if (node)
        return settings_text(reading, node, "title", &ret->title);
    words_add(&words, ret->name);
    ret->title = words_join(&words, WORDS_TITLE, &reading->reader->arena);
    reading->failed |= ret->title.at == NULL;
    return true;
}

/* All that is wrong is said, not only the first of it. */
static bool read_class(struct settings_reading *reading, const struct tree_node *node,
                       struct custom_class *ret)
{
    const struct tree_node *name, *pattern, *validator, *names, *severity, *hide;
    size_t errors = reading->reader->faults.errors;

    *ret = (struct custom_class){ .severity = SEVERITY_MEDIUM };
    if (node->kind != TREE_MAPPING)
        return settings_fault(reading, node, "settings-class", "a class is a mapping with a name, not %s",
                              tree_kind_name(node->kind));
    settings_keys(reading, node, "a class has no", member_word);
    name = TREE_GET(node, "name");
    pattern = TREE_GET(node, "pattern");
    validator = TREE_GET(node, "validator");
    names = TREE_GET(node, "names");
    severity = TREE_GET(node, "severity");
    hide = TREE_GET(node, "hide");
    if (!name)
        settings_fault(reading, node, "settings-class", "a class needs a name");
    if (!pattern && !names)
        settings_fault(reading, node, "settings-class", "a class needs a pattern or names");
    if (name && read_name(reading, name, ret))
        make_title(reading, TREE_GET(node, "title"), ret);
    if (pattern)
        read_pattern(reading, pattern, ret);
    if (validator)
        read_validator(reading, validator, ret);
    if (names)
        read_names(reading, names, ret);
    if (severity)
        settings_severity(reading, severity, &ret->severity);
    if (hide)
        read_hide(reading, hide, ret);
    return reading->reader->faults.errors == errors;
}

void settings_read_classes(struct settings_reading *reading, const struct tree_node *list)
{
    struct custom_class *classes;

    if (!list || list->kind == TREE_NULL)
        return;
    if (list->kind != TREE_SEQUENCE) {
        settings_fault(reading, list, "settings-value", "`classes` is a list, not %s",
                       tree_kind_name(list->kind));
        return;
    }
    classes = settings_array(reading, list->count, sizeof *classes);
    reading->ret->classes = classes;
    for (uint32_t i = 0; classes && i < list->count; i++) {
        if (reading->ret->class_count == DATA_CUSTOM_MOST) {
            settings_fault(reading, list->elements[i], "settings-class",
                           "there may be %d classes; this and what follows is left out", DATA_CUSTOM_MOST);
            return;
        }
        if (read_class(reading, list->elements[i], &classes[reading->ret->class_count]))
            reading->ret->class_count++;
    }
}
