/* SPDX-License-Identifier: Apache-2.0 */
/* Which classes of sensitive data an endpoint takes and hands out, and where: every parameter, every field of every request
 * and response body, every response header, decided as a field (sensitive/decide.h) from its values, its name and what
 * stands around it. Decided when asked, like everything else (law 2); no value is in it but masked ones. */
#ifndef CATALOG_EXPOSED_H
#define CATALOG_EXPOSED_H

#include "base/arena.h"
#include "catalog/inventory.h"
#include "sensitive/decide.h"

enum exposed_place {
    EXPOSED_PATH,
    EXPOSED_QUERY,
    EXPOSED_REQUEST_HEADER,
    EXPOSED_COOKIE,
    EXPOSED_REQUEST_BODY,
    EXPOSED_RESPONSE_HEADER,
    EXPOSED_RESPONSE_BODY,
    EXPOSED_PLACES
};
const char *exposed_place_name(enum exposed_place place); /* "path", "query", ... "response-body" */

/* One class at one place. A field may hold several: it has a row for each. */
struct exposed {
    enum exposed_place place;
    uint16_t status;         /* of a response; 0 elsewhere */
    struct slice media_type; /* of a body; empty elsewhere */
    struct slice
        pointer; /* of a body "/data/[]/email" ("*": any key of a map, "": the body itself); else the parameter's name */
    struct field_class class;
    const struct data_class_row *row; /* of the class; never NULL */
    const struct field *field;        /* borrowed from the inventory */
    struct support support;           /* exchanges that carried it */
    struct slice example;             /* masked; empty when there is none to show */
};

#define EXPOSED_MOST 512    /* rows of one endpoint; those of the worst classes stay */
#define EXPOSED_FIELDS 4096 /* fields of one endpoint that are looked at */

/* Sorted by place, status, media type and pointer, then as sensitive_decide answers. Their number; 0 with *ret NULL when
 * memory was refused, too. `classifier` may be NULL. Texts are in the arena or borrowed from the endpoint. */
size_t exposed_find(const struct classifier *classifier, const struct endpoint *endpoint, struct arena *arena,
                    const struct exposed **ret);

/* In hundredths, as it is shown. */
double exposed_confidence(const struct exposed *row);

/* The classes among the rows, each once, the worst first. */
size_t exposed_classes(const struct exposed *rows, size_t count,
                       const struct data_class_row *ret[DATA_CLASSES]);

/* The classes of one field that stands alone: a parameter, or the field of a body whose surroundings nobody walked. */
size_t exposed_field(const struct classifier *classifier, const struct field *field, struct slice name,
                     struct slice path, struct field_class ret[FIELD_CLASSES_MOST]);

#endif
