/* SPDX-License-Identifier: Apache-2.0 */
/* Kin: endpoints that are meant to be the same thing elsewhere. In one service versions of an operation (/v1/users/{id} and
 * /v2/users/{userId}); in two services the same template, when the two are hosts of one API: of one owner, with most of the smaller
 * one's endpoints in common. And what two of them do differently, where one is evidently weaker. */
#ifndef POSTURE_KIN_H
#define POSTURE_KIN_H

#include "posture/check.h"

struct kin {
    uint64_t hash;    /* of method and template, without names of parameters and without the version */
    uint32_t version; /* of the path: 1000 * major + minor; 0: it names none */
    const struct posture_endpoint *endpoint;
};

/* Of every endpoint, ascending by hash, version, then as in the inventory. false when memory was refused. */
bool kin_find(const struct posture_service *service, struct arena *arena, const struct kin **ret);

/* The next older and newest version of one operation: start with *cursor 0. Only versions that answered 2xx count. */
bool kin_next(const struct posture_service *service, size_t *cursor, const struct kin **ret_older,
              const struct kin **ret_newer);
/* The same operation, version included, in another service; NULL: there is none. */
const struct posture_endpoint *kin_elsewhere(const struct kin *kin, const struct posture_service *other);
/* The hash and version of a method and a path, template or class path. */
uint64_t kin_hash(struct slice method, struct slice path, uint32_t *ret_version);
/* Whether two services have most of their operations in common, and more than any two have. */
bool kin_share(const struct posture_service *one, const struct posture_service *other);
/* The same of two services of one owner: they are hosts of one API. */
bool kin_are_hosts(const struct posture_service *one, const struct posture_service *other);

/* What the weaker one lacks, as a sentence in the arena of the reporter; empty: nothing. Each asks for enough of both. */
/* It answers without a credential what the other one refuses. */
struct slice kin_open(struct reporter *reporter, const struct posture_endpoint *weak,
                      const struct posture_endpoint *strong, const char *other);
/* The other one stops who tries too often. */
struct slice kin_unlimited(struct reporter *reporter, const struct posture_endpoint *weak,
                           const struct posture_endpoint *strong, const char *other);
/* The other one refuses credentials that are not entitled; this one never did. */
struct slice kin_unchecked(struct reporter *reporter, const struct posture_endpoint *weak,
                           const struct posture_endpoint *strong, const char *other);
/* It hands out sensitive fields that the other one does not have. */
struct slice kin_wider(struct reporter *reporter, const struct posture_endpoint *weak,
                       const struct posture_endpoint *strong, const char *other);
/* Security headers that the other one has. */
struct slice kin_bare(struct reporter *reporter, const struct posture_endpoint *weak,
                      const struct posture_endpoint *strong, const char *other);
/* It fails where the other one does not. */
struct slice kin_failing(struct reporter *reporter, const struct posture_endpoint *weak,
                         const struct posture_endpoint *strong, const char *other);

#endif
