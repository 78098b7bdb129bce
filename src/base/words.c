/* SPDX-License-Identifier: Apache-2.0 */
/* The singular is found by suffix rules and a list of words that break them. A word that no rule is sure
 * about stays as it is: "getNews" reads better than "getNew". */
#include "base/words.h"

#include "base/byte.h"

#include <string.h>

static void add_word(struct words *words, const char *at, size_t len)
{
    char *to;

    if (!len || words->count == WORDS_MOST)
        return;
    if (len > WORD_LENGTH)
        len = WORD_LENGTH;
    to = words->text[words->count];
    for (size_t i = 0; i < len; i++)
        to[i] = byte_lower(at[i]);
    words->lengths[words->count++] = (uint8_t)len;
}

/* A word begins at a capital after a small letter or digit, and at the last capital of a run
 * ("HTTPOrder"). */
static bool begins_word(struct slice name, size_t i)
{
    char before = name.at[i - 1], here = name.at[i];

    if (!byte_is_upper(here))
        return false;
    if (byte_is_lower(before) || byte_is_digit(before))
        return true;
    return byte_is_upper(before) && i + 1 < name.len && byte_is_lower(name.at[i + 1]);
}

void words_add(struct words *words, struct slice name)
{
    size_t start = 0;

    for (size_t i = 0; name.len && i <= name.len; i++) {
        bool is_word = i < name.len && byte_is_alphanumeric(name.at[i]);

        if (!is_word || (i > start && begins_word(name, i))) {
            add_word(words, name.at + start, i - start);
            start = is_word ? i : i + 1;
        }
    }
}

struct slice words_at(const struct words *words, size_t index)
{
    return slice_make(words->text[index], words->lengths[index]);
}

void words_append(struct words *words, const struct words *more)
{
    for (size_t i = 0; i < more->count; i++)
        add_word(words, more->text[i], more->lengths[i]);
}

static bool is_among(struct slice word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_eq(word, slice_of(list[i])))
            return true;
    }
    return false;
}
#define IS_AMONG(word, list) is_among(word, list, sizeof(list) / sizeof *(list))

bool words_have(const struct words *words, const char *const *list, size_t count)
{
    for (size_t i = 0; i < words->count; i++)
        if (slice_is_among_nocase(words_at(words, i), list, count))
            return true;
    return false;
}

bool words_say(struct slice text, const char *const *list, size_t count)
{
    struct words words = { 0 };

    words_add(&words, text);
    return words_have(&words, list, count);
}

/* Plurals that no suffix rule gets right. */
static bool irregular(struct slice word, struct slice *ret)
{
    static const char *const pairs[][2] = {
        { "people", "person" },
        { "children", "child" },
        { "men", "man" },
        { "women", "woman" },
        { "criteria", "criterion" },
        { "indices", "index" },
        { "vertices", "vertex" },
        { "matrices", "matrix" },
        { "appendices", "appendix" },
        { "movies", "movie" },
        { "cookies", "cookie" },
        { "pies", "pie" },
        { "ties", "tie" },
        { "zombies", "zombie" },
        { "calories", "calorie" },
        { "selfies", "selfie" },
        { "caches", "cache" },
        { "headaches", "headache" },
        { "shoes", "shoe" },
        { "analyses", "analysis" },
        { "diagnoses", "diagnosis" },
        { "theses", "thesis" },
        { "hypotheses", "hypothesis" },
        { "crises", "crisis" },
        { "excuses", "excuse" },
        { "fuses", "fuse" },
        { "uses", "use" },
        { "axes", "axis" },
        { "leaves", "leaf" },
        { "shelves", "shelf" },
        { "knives", "knife" },
        { "lives", "life" },
        { "wolves", "wolf" },
        { "halves", "half" },
        { "mice", "mouse" },
        { "feet", "foot" },
        { "teeth", "tooth" },
        { "quizzes", "quiz" },
        { "gases", "gas" },
        { "aliases", "alias" },
        { "canvases", "canvas" },
        { "atlases", "atlas" },
        { "biases", "bias" },
        { "lenses", "lens" },
        { "purchases", "purchase" },
    };

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (slice_eq(word, slice_of(pairs[i][0]))) {
            *ret = slice_of(pairs[i][1]);
            return true;
        }
    }
    return false;
}

/* Words that end like plurals and are none, or are their own. */
static bool is_unchanging(struct slice word)
{
    static const char *const list[] = {
        "news",     "series", "species",   "lens",  "aws",         "dns",        "sms",       "https",
        "css",      "gps",    "always",    "alias", "canvas",      "atlas",      "bias",      "gas",
        "physics",  "maths",  "means",     "pants", "analytics",   "kubernetes", "ios",       "os",
        "tls",      "paris",  "christmas", "this",  "diagnostics", "logistics",  "economics", "politics",
        "graphics", "rss",    "ms",        "sales", "pos",         "goods",      "savings",   "earnings",
        "has",      "was",    "as",        "yes",   "plus",
    };

    return IS_AMONG(word, list) || slice_ends_with(word, SLICE("ss")) || slice_ends_with(word, SLICE("us")) ||
           slice_ends_with(word, SLICE("is"));
}

/* How many letters of the plural ending "es" go: 1 (cases, sizes) or 2 (boxes, statuses). */
static size_t es_length(struct slice word)
{
    static const char *const endings[] = { "sses", "shes", "ches", "xes", "zzes", "oes" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (slice_ends_with(word, slice_of(endings[i])))
            return 2;
    }
    /* statuses, buses, viruses; but houses, causes, clauses. */
    if (slice_ends_with(word, SLICE("uses")) && word.len > 4 && !strchr("aoe", word.at[word.len - 5]))
        return 2;
    return 1;
}

size_t word_singular(struct slice word, char ret[WORD_LENGTH])
{
    struct slice stem = word;

    if (word.len > WORD_LENGTH)
        stem.len = word.len = WORD_LENGTH;
    if (!irregular(word, &stem) && word.len >= 3 && word.at[word.len - 1] == 's' && !is_unchanging(word)) {
        if (word.len > 4 && slice_ends_with(word, SLICE("ies"))) {
            memcpy(ret, word.at, word.len - 3);
            ret[word.len - 3] = 'y';
            return word.len - 2;
        }
        stem.len -= slice_ends_with(word, SLICE("es")) ? es_length(word) : 1;
    }
    memcpy(ret, stem.at, stem.len);
    return stem.len;
}

void words_singularise(struct words *words)
{
    char singular[WORD_LENGTH];
    size_t len;

    if (!words->count)
        return;
    len = word_singular(words_at(words, words->count - 1), singular);
    memcpy(words->text[words->count - 1], singular, len);
    words->lengths[words->count - 1] = (uint8_t)len;
}

bool words_is_plural(const struct words *words)
{
    char singular[WORD_LENGTH];
    struct slice last;

    if (!words->count)
        return false;
    last = words_at(words, words->count - 1);
    return !slice_eq(last, slice_make(singular, word_singular(last, singular)));
}

struct slice words_join(const struct words *words, enum words_style style, struct arena *arena)
{
    char *text = arena_get(arena, words->count * (WORD_LENGTH + 1) + 1), *to = text;

    if (!text)
        return (struct slice){ NULL, 0 };
    for (size_t i = 0; i < words->count; i++) {
        bool is_capital = style == WORDS_PASCAL || (style == WORDS_CAMEL ? i > 0 : i == 0);

        if (style == WORDS_TITLE && i > 0)
            *to++ = ' ';
        memcpy(to, words->text[i], words->lengths[i]);
        if (is_capital && byte_is_lower(*to))
            *to = (char)(*to - 'a' + 'A');
        to += words->lengths[i];
    }
    return slice_make(text, (size_t)(to - text));
}
