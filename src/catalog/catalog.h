/* SPDX-License-Identifier: Apache-2.0 */
/* The catalog: evidence about every service, learned from exchanges, kept mergeable and bounded (laws 1, 2, 4).
 * A lane owns one catalog; lanes merge at checkpoints. What the evidence amounts to is catalog/inventory.h. */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "base/error.h"
#include "base/ledger.h"
#include "base/memory.h"
#include "exchange/event.h"
#include "exchange/exchange.h"
#include "signal/signal.h"

struct buffer;
struct catalog;
struct classifier; /* sensitive/sensitive.h */

/* Overrides of templates by people (`plainsight template`), kept as plain rows; later rows win. */
enum override_kind {
    OVERRIDE_PIN,   /* this template exists as written, parameters and literals alike */
    OVERRIDE_SPLIT, /* the last segment of this path is a literal, never a parameter value */
    OVERRIDE_MERGE, /* all children at this place are values of one parameter */
};
struct override {
    enum override_kind kind;
    struct slice service; /* key; empty: every service */
    struct slice path;    /* template, "{}" or "{name}" for parameters */
};

struct catalog_settings {
    size_t
        memory_limit; /* bytes of evidence; 0: 256 MiB. Above it the catalog forgets in a fixed order and counts */
    uint8_t key[16]; /* of keyed hashes (exchange/credential.h) */
    struct signal_settings signals;
    event_sink *on_event; /* told of every exchange; may be NULL */
    void *event_context;
    const struct override *overrides; /* in force; copied by catalog_new */
    size_t override_count;
    struct classifier *
        classifier; /* of the classes users added; borrowed, one a catalog (it is no two threads'); NULL: none */
};

struct catalog *catalog_new(const struct catalog_settings *settings, struct error *err);
void catalog_free(struct catalog *catalog);

void catalog_observe(struct catalog *catalog, const struct exchange *exchange);
/* A TLS connection seen (wire): name from SNI or certificate, may be empty; version as in its ServerHello, 0: not seen. */
void catalog_observe_tls(struct catalog *catalog, struct slice server_name, struct slice certificate_subject,
                         uint16_t version, const struct address *server, int64_t time, uint64_t bytes);
/* Adds a source's ledger (packets ... records) to the catalog's own. */
void catalog_add_ledger(struct catalog *catalog, const struct ledger *ledger);
/* All of it: sources, services, and what reached no service; summed anew by each call, valid until the next. */
const struct ledger *catalog_ledger(struct catalog *catalog);

bool catalog_merge(struct catalog *into, const struct catalog *from, struct error *err);
/* Half the ceiling is used: whoever can merge this catalog into a larger one does it now, before it must forget. */
bool catalog_is_half_full(const struct catalog *catalog);

/* Persistence, one blob a service plus one for the rest, so that a checkpoint writes only what changed. */
size_t catalog_blind_spot_count(const struct catalog *catalog);
size_t catalog_service_count(const struct catalog *catalog);
struct slice catalog_service_key(const struct catalog *catalog, size_t index); /* sorted */
bool catalog_service_changed(const struct catalog *catalog, size_t index);     /* since catalog_mark_saved */
bool catalog_write_service(const struct catalog *catalog, size_t index, struct buffer *out);
bool catalog_write_rest(const struct catalog *catalog, struct buffer *out); /* blind spots, ledger */
/* Merge a written blob into the catalog; false with *err when it is damaged or of a newer version. */
bool catalog_read_service(struct catalog *catalog, struct slice blob, struct error *err);
bool catalog_read_rest(struct catalog *catalog, struct slice blob, struct error *err);
void catalog_mark_saved(struct catalog *catalog);

/* One more override. What it names stays apart in the trie only from now on: give those that exist already in the
 * settings, before evidence is read. */
bool catalog_override(struct catalog *catalog, const struct override *override, struct error *err);

/* What a document promises for the service of that key: templates it names are not guessed any more (catalog/guide.h). Nothing
 * of it is stored. */
bool catalog_document(struct catalog *catalog, struct slice service, struct slice method,
                      struct slice template, struct error *err);

/* Exchanges of that method below a template (written as documents do) that make no endpoint, because they were all answered 404
 * or 410 or are noise (health checks, HEAD, a method that was refused): somebody asked for it all the same. */
uint64_t catalog_missed(const struct catalog *catalog, struct slice service, struct slice method,
                        struct slice template);

/* Whether the evidence of this very path (no parameters in it) was kept apart in some service of that key (empty: any):
 * only then does a split show at once rather than with what is observed from now on. */
bool catalog_keeps_apart(const struct catalog *catalog, struct slice service, struct slice path,
                         struct memory *account);

/* Why is this URL under that template? One line of evidence per step, for people; and as JSON when `json`. */
bool catalog_why(const struct catalog *catalog, struct slice service, struct slice method, struct slice url,
                 bool json, struct buffer *out, struct error *err);

#endif
