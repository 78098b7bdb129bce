/* SPDX-License-Identifier: Apache-2.0 */
/* Why an endpoint should ask who is there, and what was seen of its asking. "It answers anybody" alone is no fault: shops show their
 * goods to everybody. */
#ifndef POSTURE_NEED_H
#define POSTURE_NEED_H

#include "catalog/exposed.h"
#include "posture/posture.h"

enum need_reason {
    NEED_DATA = 1u << 0,     /* it hands out sensitive data */
    NEED_CHANGE = 1u << 1,   /* it changes something */
    NEED_ADMIN = 1u << 2,    /* it is for those who run the service */
    NEED_SIBLINGS = 1u << 3, /* what stands beside it, for a like purpose, asks */
};

struct need {
    uint32_t reasons;           /* enum need_reason; 0: none is known */
    const struct exposed *data; /* the worst of it; NULL without NEED_DATA */
    size_t siblings, asking;    /* beside it, and those of them that ask */
};

/* Endpoints that are for everybody (log-in, sign-up, health, contact forms, receivers of webhooks, searches ...) need nothing. */
struct need need_of(const struct posture_endpoint *endpoint);
/* "it returns e-mail addresses (response 200, /users/[]/email) and changes state" */
struct slice need_text(const struct need *need, struct arena *arena);
/* What it would mean: by the worst of the data, and what it changes. */
enum severity need_severity(const struct need *need, const struct posture_endpoint *endpoint);

/* How an endpoint was asked and what it answered, in exchanges. */
struct asking {
    uint64_t open;    /* 2xx without a credential, beyond doubt */
    uint64_t with;    /* accepted with a credential */
    uint64_t junk;    /* 2xx with what evidently is no credential */
    uint64_t refused; /* 401 or 403 without a credential */
    uint64_t refused_with;
};
struct asking asking_of(const struct endpoint *endpoint);
/* Whether a credential evidently matters there: somebody was refused, or something would be at stake. */
bool need_guards(const struct posture_endpoint *endpoint);

#endif
