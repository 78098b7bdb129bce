/* SPDX-License-Identifier: Apache-2.0 */
/* Media types: "type/subtype; name=value" (RFC 9110 8.3.1) and what kind of body they announce. */
#ifndef HTTP_MEDIA_H
#define HTTP_MEDIA_H

#include "base/slice.h"

struct media {
    struct slice type, subtype; /* as sent */
    struct slice essence;       /* "type/subtype" as sent, without parameters */
    struct slice suffix;        /* "json" of "vnd.api+json" (RFC 6839); empty when there is none */
    struct slice parameters;    /* everything after the first ';' */
};

enum media_kind {
    MEDIA_NONE, /* no media type, or none that can be read */
    MEDIA_JSON,
    MEDIA_JSON_LINES, /* one JSON text after another: NDJSON, JSON Lines, JSON sequences */
    MEDIA_FORM,
    MEDIA_MULTIPART,
    MEDIA_XML,
    MEDIA_TEXT,
    MEDIA_BINARY,
};

/* false when `value` does not begin with type/subtype. Slices point into it. */
bool media_read(struct slice value, struct media *ret);
/* The parameter of that name (case-insensitive), unquoted as far as this needs no copy: a value with
 * backslashes in its quotes keeps them. {NULL, 0} when there is none. */
struct slice media_parameter(struct slice parameters, struct slice name);
enum media_kind media_classify(const struct media *media);
/* Both in one: what a Content-Type value announces. */
enum media_kind media_kind_of(struct slice value);

#endif
