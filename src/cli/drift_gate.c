/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/drift_gate.h"

#include "base/nearest.h"
#include "base/pattern.h"
#include "base/text.h"

#define WORD_MOST 64 /* of what is repeated in a sentence */

static const char *const families[] = { "missing", "wrong", "dead", NULL };
static const char *const others[] = { "info", "low", "medium", "high", "critical", "any", "none", NULL };

static bool add_kinds(struct drift_gate *gate, struct slice word)
{
    bool found = false;

    for (int i = 0; i < DRIFT_KINDS; i++) {
        const struct drift_kind_row *kind = &drift_kinds[i];

        if (!pattern_match(word, slice_of(kind->name)) &&
            !slice_eq(word, slice_of(drift_family_name(kind->family))))
            continue;
        gate->kinds[i] = found = true;
    }
    return found;
}

static bool add_least(struct drift_gate *gate, struct slice word)
{
    enum severity severity = SEVERITY_INFO;

    if (!slice_eq(word, SLICE("any")) && !severity_from(word, &severity))
        return false;
    if (!gate->has_least || severity < gate->least)
        gate->least = severity;
    gate->has_least = true;
    return true;
}

struct words {
    bool with_severities;
};

static const char *known_word(const void *context, size_t index)
{
    const struct words *words = context;

    if (index < DRIFT_KINDS)
        return drift_kinds[index].name;
    index -= DRIFT_KINDS;
    for (const char *const *family = families; *family; family++) {
        if (index-- == 0)
            return *family;
    }
    return words->with_severities ? others[index] : NULL;
}

static bool only_alone(const char *option, struct error *err)
{
    return error_set(err, ERROR_USAGE, "--%s takes none only alone.", option);
}

static bool unknown(struct slice word, const char *option, bool with_severities, struct error *err)
{
    struct words words = { with_severities };
    char typed[WORD_MOST], shown[4 * WORD_MOST];
    const char *near;

    text_escape_into(shown, sizeof shown, slice_make(word.at, word.len < WORD_MOST ? word.len : WORD_MOST));
    text_escape_into(typed, sizeof typed, word);
    near = nearest_word(typed, known_word, &words);
    if (near)
        return error_set(err, ERROR_USAGE, "--%s knows no '%s'; did you mean '%s'?", option, shown, near);
    return error_set(err, ERROR_USAGE,
                     "--%s knows no '%s': it takes kinds of drift, missing, wrong or dead%s.", option, shown,
                     with_severities ? ", or a least severity from info to critical" : "");
}

static bool read_words(struct slice text, const char *option, bool with_severities, struct drift_gate *ret,
                       struct error *err)
{
    *ret = (struct drift_gate){ .has_least = false };
    do {
        struct slice word = slice_trim(slice_cut(&text, ','));

        if (with_severities && slice_eq(word, SLICE("none")))
            return only_alone(option, err);
        if (word.len == 0)
            return error_set(err, ERROR_USAGE, "--%s has nothing before or after a comma.", option);
        if (!add_kinds(ret, word) && !(with_severities && add_least(ret, word)))
            return unknown(word, option, with_severities, err);
    } while (text.len);
    return true;
}

/* A comma at the end would be lost in cutting. */
static bool ends_in_comma(struct slice text)
{
    return text.len == 0 || text.at[text.len - 1] == ',';
}

bool drift_gate_read(struct slice text, const char *option, struct drift_gate *ret, struct error *err)
{
    if (slice_eq(text, SLICE("none"))) {
        *ret = (struct drift_gate){ .has_least = false };
        return true;
    }
    if (ends_in_comma(text))
        return error_set(err, ERROR_USAGE, "--%s has nothing before or after a comma.", option);
    return read_words(text, option, true, ret, err);
}

bool drift_gate_read_kinds(struct slice text, const char *option, struct drift_gate *ret, struct error *err)
{
    if (ends_in_comma(text))
        return error_set(err, ERROR_USAGE, "--%s has nothing before or after a comma.", option);
    return read_words(text, option, false, ret, err);
}

bool drift_gate_passes(const struct drift_gate *gate, const struct drift_row *row)
{
    return gate->kinds[row->kind] || (gate->has_least && row->severity >= gate->least);
}
