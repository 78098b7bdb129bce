/* SPDX-License-Identifier: Apache-2.0 */
#include "http/xml.h"

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void skip_blanks(struct slice *text)
{
    while (text->len && is_blank(*text->at)) {
        text->at++;
        text->len--;
    }
}

static void skip(struct slice *text, size_t count)
{
    text->at += count;
    text->len -= count;
}

/* Moves past the first `end`; false when it never comes. */
static bool skip_past(struct slice *text, struct slice end)
{
    const char *at = text->len ? memmem(text->at, text->len, end.at, end.len) : NULL;

    if (!at)
        return false;
    skip(text, (size_t)(at - text->at) + end.len);
    return true;
}

/* <!DOCTYPE …> with an internal subset in brackets, in which quotes and comments may hold anything. */
static bool skip_doctype(struct slice *text)
{
    bool in_subset = false;

    while (text->len) {
        char byte = *text->at;
        if (slice_starts_with(*text, SLICE("<!--"))) {
            if (!skip_past(text, SLICE("-->")))
                return false;
            continue;
        }
        skip(text, 1);
        if (byte == '"' || byte == '\'') {
            if (!skip_past(text, (struct slice){ &byte, 1 }))
                return false;
        } else if (byte == '[') {
            in_subset = true;
        } else if (byte == ']') {
            in_subset = false;
        } else if (byte == '>' && !in_subset) {
            return true;
        }
    }
    return false;
}

/* Everything that may stand before the root element (XML 1.0, production 22). */
static bool skip_prolog(struct slice *text)
{
    if (slice_starts_with(*text, SLICE("\xef\xbb\xbf")))
        skip(text, 3);
    for (;;) {
        skip_blanks(text);
        if (slice_starts_with(*text, SLICE("<?"))) {
            if (!skip_past(text, SLICE("?>")))
                return false;
        } else if (slice_starts_with(*text, SLICE("<!--"))) {
            skip(text, 4);
            if (!skip_past(text, SLICE("-->")))
                return false;
        } else if (slice_starts_with(*text, SLICE("<!DOCTYPE"))) {
            skip(text, 9);
            if (!skip_doctype(text))
                return false;
        } else {
            return true;
        }
    }
}

static bool is_name_byte(char byte, bool first)
{
    unsigned char c = (unsigned char)byte;

    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
        return true;
    if (c == '_' || c == ':' || c >= 0x80)
        return true;
    return !first && ((c >= '0' && c <= '9') || c == '-' || c == '.');
}

static struct slice take_name(struct slice *text)
{
    size_t len = 0;

    while (len < text->len && is_name_byte(text->at[len], len == 0))
        len++;
    struct slice name = { text->at, len };
    skip(text, len);
    return name;
}

/* name = "value"; false when it is not that. */
static bool take_attribute(struct slice *text, struct slice *name, struct slice *value)
{
    *name = take_name(text);
    skip_blanks(text);
    if (name->len == 0 || text->len == 0 || *text->at != '=')
        return false;
    skip(text, 1);
    skip_blanks(text);
    if (text->len == 0 || (*text->at != '"' && *text->at != '\''))
        return false;
    char quote = *text->at;
    skip(text, 1);
    const char *end = text->len ? memchr(text->at, quote, text->len) : NULL;
    if (!end)
        return false;
    *value = (struct slice){ text->at, (size_t)(end - text->at) };
    skip(text, value->len + 1);
    return true;
}

static bool declares(struct slice attribute, struct slice prefix)
{
    const struct slice xmlns = SLICE("xmlns");

    if (prefix.len == 0)
        return slice_eq(attribute, xmlns);
    return attribute.len == xmlns.len + 1 + prefix.len && slice_starts_with(attribute, SLICE("xmlns:")) &&
           slice_ends_with(attribute, prefix);
}

bool xml_find_root(struct slice text, struct xml_root *ret)
{
    struct slice name, value, uri = { NULL, 0 };

    if (!skip_prolog(&text) || text.len == 0 || *text.at != '<')
        return false;
    skip(&text, 1);
    struct slice local = take_name(&text), prefix = { NULL, 0 };
    if (local.len && memchr(local.at, ':', local.len))
        prefix = slice_cut(&local, ':');
    if (local.len == 0)
        return false;
    for (;;) {
        size_t before = text.len;
        skip_blanks(&text);
        if (text.len == 0)
            return false;
        if (*text.at == '>' || slice_starts_with(text, SLICE("/>")))
            break;
        if (text.len == before || !take_attribute(&text, &name, &value))
            return false;
        if (declares(name, prefix))
            uri = value;
    }
    *ret = (struct xml_root){ local, prefix, uri };
    return true;
}
