/* SPDX-License-Identifier: Apache-2.0 */
/* Whose a host is, as far as its name tells: hosts of one site ("api.shop.example", "www.shop.example") belong to one owner. The
 * list of public suffixes is long and changes; a short rule and the best known hosting suffixes do for telling strangers. */
#ifndef POSTURE_SITE_H
#define POSTURE_SITE_H

#include "posture/posture.h"

/* "https://app.shop.example:8443" -> "app.shop.example"; what has no scheme is taken as it is. */
struct slice site_host(struct slice origin);
/* The part of a host that names its owner: "shop.example", "shop.co.uk", an address or "localhost" whole. */
struct slice site_of(struct slice host);
/* Neither host belongs to the other's owner. Machines of developers (localhost, private addresses) are nobody's. */
bool site_is_foreign(struct slice host, struct slice own);
/* A foreign host nobody lets in on purpose: it takes the own name in vain ("api.shop.example.evil.net", "evilshop.example"), is
 * reserved for examples, or says what it is up to. */
bool site_is_evidently_foreign(struct slice host, struct slice own);

/* Foreign hosts, each owner once. */
#define SITES_MOST 16
struct sites {
    struct slice own;
    struct slice hosts[SITES_MOST]; /* one of each owner */
    size_t count;
    struct slice evident; /* one that is evidently foreign; empty: none */
};
void sites_add(struct sites *sites, struct slice host);
/* Nobody keeps a list of three unrelated owners, or of one like that. */
#define SITES_ANY 3
static inline bool sites_are_any(const struct sites *sites)
{
    return sites->evident.len || sites->count >= SITES_ANY;
}

#endif
