/* SPDX-License-Identifier: Apache-2.0 */
/* Request bodies that are not what their Content-Type says, and XML that brings declarations of its own. */
#include "signal/sent.h"

#include "http/media.h"

#define PROLOG_LOOK 2048 /* bytes in which a document type declaration is looked for */

static struct slice past_blanks(struct slice body)
{
    size_t at = 0;

    while (at < body.len && (unsigned char)body.at[at] <= ' ')
        at++;
    return slice_make(body.at + at, body.len - at);
}

/* Document types that tools write by themselves and every parser of that format expects. */
static bool is_usual_doctype(struct slice rest)
{
    static const struct slice names[] = { SLICE_TEXT("html"), SLICE_TEXT("svg"), SLICE_TEXT("plist"),
                                          SLICE_TEXT("cXML") };
    const char *subset = memchr(rest.at, '[', rest.len), *end = memchr(rest.at, '>', rest.len);

    rest = past_blanks(rest);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_starts_with_nocase(rest, names[i]))
            return !subset || (end && end < subset);
    return false;
}

static const char *declared_in(struct slice prolog)
{
    const char *entity, *doctype = memmem(prolog.at, prolog.len, "<!DOCTYPE", 9);
    struct slice rest;

    if (!doctype)
        return NULL;
    rest = slice_make(doctype + 9, (size_t)(prolog.at + prolog.len - doctype - 9));
    entity = memmem(rest.at, rest.len, "<!ENTITY", 8);
    if (entity) {
        size_t left = (size_t)(rest.at + rest.len - entity);
        const char *end = memchr(entity, '>', left);
        size_t len = end ? (size_t)(end - entity) : left;

        return memmem(entity, len, "SYSTEM", 6) || memmem(entity, len, "PUBLIC", 6) ? "external entity"
                                                                                    : "entity";
    }
    return is_usual_doctype(rest) ? NULL : "DOCTYPE";
}

static void read_declarations(struct signal_reading *reading, struct slice body)
{
    const char *declared;

    body.len = body.len < PROLOG_LOOK ? body.len : PROLOG_LOOK;
    declared = declared_in(body);
    if (declared)
        signal_tell(reading, signal_is_success(reading) ? FACT_dtd_taken : FACT_dtd_refused,
                    slice_of(declared));
}

static void read_disguise(struct signal_reading *reading, struct slice body)
{
    struct slice type = fields_find(reading->request, FIELD_CONTENT_TYPE);
    enum media_kind kind = media_kind_of(type);
    bool is_json =
        body.len >= 2 && body.at[0] == '{' && (body.at[1] == '"' || body.at[1] == '}' || body.at[1] <= ' ');

    if (is_json && (kind == MEDIA_TEXT || kind == MEDIA_FORM || kind == MEDIA_XML))
        signal_tell(reading, FACT_body_disguised,
                    kind == MEDIA_TEXT   ? SLICE("JSON as text/plain")
                    : kind == MEDIA_FORM ? SLICE("JSON as a form")
                                         : SLICE("JSON as XML"));
    else if (body.at[0] == '<' && (kind == MEDIA_JSON || kind == MEDIA_FORM))
        signal_tell(reading, FACT_body_disguised,
                    kind == MEDIA_JSON ? SLICE("XML as JSON") : SLICE("XML as a form"));
}

void signal_bodies(struct signal_reading *reading)
{
    struct slice body = reading->exchange->request.body;

    if (body.len == 0 || reading->is_noise || (!signal_is_success(reading) && !sent_was_refused(reading)))
        return;
    if (body.at[0] == '{' && slice_starts_with_nocase(fields_find(reading->request, FIELD_CONTENT_TYPE),
                                                      SLICE("application/json")))
        return;
    body = past_blanks(body);
    if (body.len == 0)
        return;
    if (body.at[0] == '<')
        read_declarations(reading, body);
    if ((body.at[0] == '<' || body.at[0] == '{') && signal_is_success(reading))
        read_disguise(reading, body);
}
