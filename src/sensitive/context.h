/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around a field: its own name with those of what it stands in, its neighbours and the endpoint. */
#ifndef SENSITIVE_CONTEXT_H
#define SENSITIVE_CONTEXT_H

#include "sensitive/decide.h"
#include "sensitive/name.h"

struct context {
    struct name_meaning own; /* of its name, with its parents' where that says more */
    class_set beside;        /* classes that neighbours' names say */
    bool is_nameless;        /* "f7", "value": the name says nothing at all */
    bool has_expiry;         /* a neighbour says until when: cards have that */
    /* The endpoint is about: */
    bool people, money, health, signing_in, things;
};

void context_of(const struct classifier *classifier, const struct field_look *look, struct context *ret);
/* Log odds that a class gains or loses by what stands around. */
double context_odds(const struct context *context, enum data_class class, enum data_group group);

#endif
