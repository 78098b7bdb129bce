/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the catalog room: what a service and the catalog consist of. Others see catalog.h and inventory.h. */
#ifndef CATALOG_EVIDENCE_H
#define CATALOG_EVIDENCE_H

#include "base/arena.h"
#include "base/table.h"
#include "catalog/catalog.h"
#include "catalog/cell.h"
#include "catalog/filter.h"
#include "catalog/guide.h"
#include "catalog/noise.h"
#include "catalog/observations.h"
#include "catalog/path.h"
#include "catalog/schema.h"

#define CATALOG_SERVICES                                                                                     \
    4096 /* hosts kept apart; the exchanges of further ones are counted as memory-limit */
#define CATALOG_BLIND_SPOTS 2048

struct service_evidence {
    struct slice key;          /* owned */
    struct slice host;         /* part of key */
    uint16_t port;             /* 0 when the authority did not say one */
    struct path_node *paths;   /* everything a service answered as its own */
    struct path_node *missing; /* answers that say there is no such thing: 404 and 410 */
    struct noise_evidence noise[NOISE_KINDS];
    struct observations *aside; /* what noise showed of security; NULL: nothing */
    struct filter values;       /* scalar values of bodies and queries that could be path segments */
    struct sample servers;      /* "https://api.example.com" */
    struct ledger ledger;       /* messages, exchanges and bodies of this service */
    struct support support;
    bool changed;
    bool has_raw; /* values came since it was settled (catalog/settle.h) */
};

struct blind_spot_evidence {
    struct slice name; /* owned */
    bool from_sni, from_certificate;
    uint64_t bytes;
    uint64_t versions[TLS_VERSIONS]; /* what servers chose */
    struct support support;          /* count: connections */
};

#define CATALOG_AUTHORITIES 128

/* A spelling of Host, and the service it means. */
struct known_authority {
    struct service_evidence *service;
    bool is_https;
    uint8_t len;
    char text[86];
};

struct catalog {
    struct memory account;
    struct catalog_settings settings;
    struct path_limits limits;
    struct table services;            /* by key */
    struct service_evidence **sorted; /* by key */
    size_t service_room;
    struct table blind_spots;
    struct ledger sources;      /* what sources and wire counted */
    struct ledger unplaced;     /* exchanges that reached no service */
    struct ledger total;        /* scratch of catalog_ledger */
    struct override *overrides; /* their slices owned */
    size_t override_count, override_room;
    uint64_t *pinned;     /* see path_limits */
    struct guide *guides; /* linked by next; in the arena below */
    struct arena documented;
    struct arena scratch; /* reset per exchange */
    struct learner *learner;
    struct field_memory fields;
    struct signal_memory *signals;
    struct credential_memory credentials;
    struct known_authority authorities[CATALOG_AUTHORITIES];
};

/* The service of that authority, made when missing; NULL: memory or the number of services is at its limit. */
struct service_evidence *service_get(struct catalog *catalog, struct slice key);
struct service_evidence *service_find(const struct catalog *catalog, struct slice key);
void service_free(struct service_evidence *service, struct memory *account);
bool service_merge(struct catalog *catalog, struct service_evidence *into,
                   const struct service_evidence *from);
void service_write(const struct service_evidence *service, struct buffer *out);
bool service_read(struct catalog *catalog, struct service_evidence *service, struct unpack *in);

/* Gives back everything the catalog holds but the catalog itself; after it only its account may be read. */
void catalog_release(struct catalog *catalog);
/* Forgets in a fixed order when memory runs short: first the words kept apart, by halves. */
void catalog_keep_under_ceiling(struct catalog *catalog);

/* What documents promise for a service; NULL: nothing. */
const struct guide *catalog_guide(const struct catalog *catalog, struct slice service);

struct ledger catalog_ledger_sum(const struct catalog *catalog);
void ledger_write(const struct ledger *ledger, struct buffer *out);
void ledger_read(struct ledger *ledger, struct unpack *in);

/* By name; NULL when memory was refused. */
const struct blind_spot_evidence **blind_spots_sorted(const struct catalog *catalog, struct arena *arena);
struct blind_spot_evidence *blind_spot_get(struct catalog *catalog, struct slice name);

#endif
