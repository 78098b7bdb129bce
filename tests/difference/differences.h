/* SPDX-License-Identifier: Apache-2.0 */
/* Two documents that differ in one thing, put together from pieces, and what is to be told of it in either direction. */
#ifndef TESTS_CONTRACT_DIFFERENCES_H
#define TESTS_CONTRACT_DIFFERENCES_H

#include "difference/difference.h"

/* Where the pieces go. */
enum frame {
    FRAME_SCHEMA, /* a schema: of the body of POST /items and of its response 200, with components A, Cat, Dog, ... */
    FRAME_SCHEMA_30, /* the same in OpenAPI 3.0 */
    FRAME_PARAMETER, /* elements of the parameters of POST /items/{id} */
    FRAME_RESPONSES, /* members of the responses of POST /items, in flow style */
    FRAME_OPERATION, /* members of POST /items, in flow style; it has a response 200 */
    FRAME_DOCUMENT,  /* members of the document, in flow style */
    FRAME_WHOLE,     /* the document */
};

/* One line for each change: class, kind, location, name ("-" for none), in any order. */
struct difference_case {
    const char *title;
    enum frame frame;
    const char *old, *new;
    const char *forward, *backward;
};

/* The lines of a change that both sides notice, at a path of the bodies. */
#define BOTH(request, response, kind, path)                                                                  \
    request " request-" kind " request " path "\n" response " response-" kind " response:200 " path "\n"

struct difference_cases {
    const struct difference_case *list;
    size_t count;
};

extern const struct difference_cases difference_document_cases, difference_operation_cases,
    difference_parameter_cases, difference_response_cases, difference_security_cases,
    difference_property_cases, difference_value_cases, difference_variant_cases;

/* Differences of two texts, read by two sets: OLD and NEW of a test. */
struct pair_of_documents {
    struct memory memory;
    struct contract_set sets[2];
    const struct contract *contracts[2];
    struct differences differences;
};

void documents_open(struct pair_of_documents *documents, const char *old, const char *new);
/* What changed from the first to the second, at the end of 2026. */
void documents_compare(struct pair_of_documents *documents);
void documents_close(struct pair_of_documents *documents);

#endif
