/* SPDX-License-Identifier: Apache-2.0 */
#include "http/media.h"

static bool is_token(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                     (byte >= '0' && byte <= '9') || byte == '-';

        if (!plain && (byte <= ' ' || byte >= 0x7f || strchr("()<>@,;:\\\"/[]?={}", byte)))
            return false;
    }
    return text.len > 0;
}

bool media_read(struct slice value, struct media *ret)
{
    struct media media = { .parameters = value };

    /* Two Content-Type fields joined by a proxy: the first counts. */
    media.essence = slice_trim(slice_cut(&media.parameters, ';'));
    struct slice rest = slice_trim(slice_cut(&media.essence, ','));
    media.essence = media.subtype = rest;
    media.type = slice_cut(&media.subtype, '/');
    if (!is_token(media.type) || !is_token(media.subtype))
        return false;
    const char *plus = memrchr(media.subtype.at, '+', media.subtype.len);
    if (plus)
        media.suffix = (struct slice){ plus + 1, (size_t)(media.subtype.at + media.subtype.len - plus) - 1 };
    *ret = media;
    return true;
}

/* A quoted string at the start of *rest, or NULL; moves past it. */
static bool take_quoted(struct slice *rest, struct slice *value)
{
    size_t end = 1;

    if (rest->len == 0 || rest->at[0] != '"')
        return false;
    while (end < rest->len && rest->at[end] != '"')
        end += rest->at[end] == '\\' && end + 1 < rest->len ? 2 : 1;
    if (end > rest->len)
        end = rest->len;
    *value = (struct slice){ rest->at + 1, end - 1 };
    size_t eaten = end < rest->len ? end + 1 : end;
    rest->at += eaten;
    rest->len -= eaten;
    return true;
}

struct slice media_parameter(struct slice parameters, struct slice name)
{
    while (parameters.len) {
        size_t len = 0;
        while (len < parameters.len && parameters.at[len] != '=' && parameters.at[len] != ';')
            len++;
        bool has_value = len < parameters.len && parameters.at[len] == '=';
        struct slice found = slice_trim((struct slice){ parameters.at, len }),
                     value = { parameters.at + len, 0 };
        parameters.at += len + (len < parameters.len);
        parameters.len -= len + (len < parameters.len);
        if (has_value) {
            while (parameters.len && (*parameters.at == ' ' || *parameters.at == '\t'))
                parameters.at++, parameters.len--;
            if (take_quoted(&parameters, &value))
                slice_cut(&parameters, ';');
            else
                value = slice_trim(slice_cut(&parameters, ';'));
        }
        if (slice_eq_nocase(found, name))
            return value;
    }
    return (struct slice){ NULL, 0 };
}

/* Subtypes whose bodies are of a kind that neither type nor suffix says. */
static const char *const json_subtypes[] = { "json", "x-json", "manifest" };
static const char *const json_line_subtypes[] = { "ndjson",   "x-ndjson",    "jsonl",
                                                  "x-jsonl",  "jsonlines",   "x-jsonlines",
                                                  "json-seq", "stream+json", "x-json-stream" };
static const char *const xml_subtypes[] = { "xml", "xhtml", "xslt" };
static const char *const text_subtypes[] = {
    "javascript", "x-javascript", "ecmascript", "graphql",       "yaml",       "x-yaml",
    "toml",       "sql",          "x-sh",       "pgp-signature", "x-pem-file", "openmetrics-text",
};
enum media_kind media_classify(const struct media *media)
{
    if (slice_eq(media->subtype, SLICE("json")) && slice_eq(media->type, SLICE("application")))
        return MEDIA_JSON;
    if (slice_eq_nocase(media->type, SLICE("multipart")))
        return MEDIA_MULTIPART;
    if (slice_eq_nocase(media->subtype, SLICE("x-www-form-urlencoded")))
        return MEDIA_FORM;
    if (SLICE_AMONG_NOCASE(media->subtype, json_line_subtypes))
        return MEDIA_JSON_LINES;
    if (slice_eq_nocase(media->suffix, SLICE("json")) || SLICE_AMONG_NOCASE(media->subtype, json_subtypes))
        return MEDIA_JSON;
    if (slice_eq_nocase(media->suffix, SLICE("json-seq")))
        return MEDIA_JSON_LINES;
    if (slice_eq_nocase(media->suffix, SLICE("xml")) || SLICE_AMONG_NOCASE(media->subtype, xml_subtypes))
        return slice_eq_nocase(media->type, SLICE("image")) ? MEDIA_BINARY : MEDIA_XML;
    if (slice_eq_nocase(media->type, SLICE("text")))
        return MEDIA_TEXT;
    if (slice_eq_nocase(media->suffix, SLICE("yaml")) || SLICE_AMONG_NOCASE(media->subtype, text_subtypes))
        return MEDIA_TEXT;
    return MEDIA_BINARY;
}

enum media_kind media_kind_of(struct slice value)
{
    struct media media;

    return media_read(value, &media) ? media_classify(&media) : MEDIA_NONE;
}
