/* SPDX-License-Identifier: Apache-2.0 */
/* Forms of the words in a document: URLs, addresses, media types, names, templates; and which words are a slip of the pen
 * apart. Syntax only, in one pass each. */
#include "base/byte.h"
#include "check/checker.h"

#define NAME_SHOWN 80

struct slice check_short(struct slice text)
{
    if (text.len > NAME_SHOWN) {
        text.len = NAME_SHOWN;
        while (text.len && ((unsigned char)text.at[text.len] & 0xc0) == 0x80) /* not through a character */
            text.len--;
    }
    return text;
}

struct slice check_decode(struct checker *checker, struct slice text)
{
    char *plain = memchr(text.at, '%', text.len) ? arena_get(&checker->arena, text.len) : NULL;
    size_t len = 0;

    if (!plain) /* nothing to decode, or no memory for it */
        return text;
    for (size_t i = 0; i < text.len; i++) {
        int high = text.len - i > 2 && text.at[i] == '%' ? byte_hex_value(text.at[i + 1]) : -1;
        int low = high >= 0 ? byte_hex_value(text.at[i + 2]) : -1;

        plain[len++] = low < 0 ? text.at[i] : (char)(high * 16 + low);
        i += low < 0 ? 0 : 2;
    }
    return slice_make(plain, len);
}

const char *check_kind_name(const struct tree_node *node)
{
    switch (node->kind) {
    case TREE_NULL: return "null";
    case TREE_BOOLEAN: return node->is_true ? "true" : "false";
    case TREE_NUMBER: return "a number";
    case TREE_STRING: return "a string";
    case TREE_SEQUENCE: return "a list";
    default: return "an object";
    }
}

/* ---- likeness */

#define LIKE_MOST 40

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned low = a < b ? a : b;

    return low < c ? low : c;
}

/* Letters to insert, drop, change or swap with their neighbour (optimal string alignment), case aside. */
static unsigned distance(struct slice a, struct slice b)
{
    unsigned rows[3][LIKE_MOST + 1];
    unsigned *before = rows[0], *last = rows[1], *here = rows[2];

    for (unsigned j = 0; j <= b.len; j++)
        last[j] = j;
    for (unsigned i = 1; i <= a.len; i++) {
        unsigned *spare = before;

        here[0] = i;
        for (unsigned j = 1; j <= b.len; j++) {
            bool same = byte_lower(a.at[i - 1]) == byte_lower(b.at[j - 1]);

            here[j] = least(last[j] + 1, here[j - 1] + 1, last[j - 1] + !same);
            if (i > 1 && j > 1 && byte_lower(a.at[i - 1]) == byte_lower(b.at[j - 2]) &&
                byte_lower(a.at[i - 2]) == byte_lower(b.at[j - 1]) && before[j - 2] + 1 < here[j])
                here[j] = before[j - 2] + 1;
        }
        before = last;
        last = here;
        here = spare;
    }
    return last[b.len];
}

bool check_is_near(struct slice a, struct slice b)
{
    size_t shorter = a.len < b.len ? a.len : b.len, longer = a.len < b.len ? b.len : a.len;

    if (shorter < 2 || longer > LIKE_MOST || longer - shorter > 2)
        return false;
    return distance(a, b) <= (shorter < 4 ? 0u : shorter < 8 ? 1u : 2u);
}

/* ---- names */

bool check_is_extension(struct slice name)
{
    return slice_starts_with(name, SLICE("x-"));
}

bool check_is_choice(struct slice text, const char *choices)
{
    struct slice rest = slice_of(choices);

    while (rest.len)
        if (slice_eq(slice_cut(&rest, ' '), text))
            return true;
    return false;
}

/* ^[a-zA-Z0-9._-]+$ (OpenAPI 3.1.0, 4.8.7) */
bool check_component_name(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!byte_is_alphanumeric(text.at[i]) && !memchr("._-", text.at[i], 3))
            return false;
    return text.len > 0;
}

static size_t count_digits(struct slice text)
{
    size_t count = 0;

    while (count < text.len && byte_is_digit(text.at[count]))
        count++;
    return count;
}

/* major "3": 3.0.1, 3.1.0-rc1 */
bool check_version(struct slice text, const char *major)
{
    struct slice patch = text, head = slice_cut(&patch, '.'), minor = slice_cut(&patch, '.');
    size_t digits = count_digits(patch);

    return slice_eq(head, slice_of(major)) && minor.len && count_digits(minor) == minor.len && digits > 0 &&
           (digits == patch.len || (patch.at[digits] == '-' && digits + 1 < patch.len));
}

bool check_response_code(struct slice text, bool allows_ranges)
{
    if (text.len != 3 || text.at[0] < '1' || text.at[0] > '5')
        return false;
    return count_digits(text) == 3 || (allows_ranges && text.at[1] == 'X' && text.at[2] == 'X');
}

/* ---- addresses */

/* Characters that RFC 3986 has in no URI; beyond ASCII they are an IRI's, which people write and everything reads. */
static bool is_url_byte(char byte)
{
    return (unsigned char)byte > ' ' && byte != 0x7f && !memchr("<>\"{}|\\^`", byte, 9);
}

bool check_url(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_url_byte(text.at[i]))
            return false;
        if (text.at[i] == '%' &&
            (i + 2 >= text.len || byte_hex_value(text.at[i + 1]) < 0 || byte_hex_value(text.at[i + 2]) < 0))
            return false;
    }
    return true;
}

bool check_uri(struct slice text)
{
    struct slice rest = text, scheme = slice_cut(&rest, ':');

    if (!check_url(text) || scheme.len == text.len || !scheme.len || !byte_is_letter(scheme.at[0]))
        return false;
    for (size_t i = 1; i < scheme.len; i++)
        if (!byte_is_alphanumeric(scheme.at[i]) && !memchr("+-.", scheme.at[i], 3))
            return false;
    return true;
}

bool check_email(struct slice text)
{
    struct slice domain = text, local = slice_cut(&domain, '@');

    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] <= ' ' || text.at[i] == 0x7f)
            return false;
    return local.len && domain.len && !memchr(domain.at, '@', domain.len);
}

/* A token of RFC 9110 5.6.2; `*` is one of its characters. */
static bool is_token(struct slice text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!byte_is_alphanumeric(text.at[i]) && !memchr("!#$%&'*+-.^_`|~", text.at[i], 15))
            return false;
    return text.len > 0;
}

bool check_media_type(struct slice text)
{
    struct slice rest = text, head = slice_cut(&rest, ';'), type = slice_cut(&head, '/');

    return is_token(type) && is_token(slice_trim(head));
}

/* ---- templates and expressions */

/* OpenAPI 3.1.0, 4.8.20.4: what a callback or link takes from a request or its response. */
bool check_expression(struct slice text)
{
    static const char *const sources[] = { "$request.", "$response." };

    if (slice_eq(text, SLICE("$url")) || slice_eq(text, SLICE("$method")) ||
        slice_eq(text, SLICE("$statusCode")))
        return true;
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        struct slice head = slice_of(sources[i]), place;

        if (!slice_starts_with(text, head))
            continue;
        text = slice_make(text.at + head.len, text.len - head.len);
        if (slice_eq(text, SLICE("body")) || slice_starts_with(text, SLICE("body#")))
            return true;
        place = slice_cut(&text, '.');
        return text.len && (slice_eq(place, SLICE("header")) || slice_eq(place, SLICE("query")) ||
                            slice_eq(place, SLICE("path")));
    }
    return false;
}

bool check_template_next(struct slice *rest, struct slice *ret_name, bool *bad)
{
    size_t open = 0, end;

    *bad = false;
    while (open < rest->len && rest->at[open] != '{' && rest->at[open] != '}')
        open++;
    if (open == rest->len)
        return false;
    for (end = open + 1; end < rest->len && rest->at[end] != '{' && rest->at[end] != '}'; end++)
        ;
    *bad = rest->at[open] == '}' || end == rest->len || rest->at[end] == '{' || end == open + 1;
    if (*bad)
        return false;
    *ret_name = slice_make(rest->at + open + 1, end - open - 1);
    *rest = slice_make(rest->at + end + 1, rest->len - end - 1);
    return true;
}
