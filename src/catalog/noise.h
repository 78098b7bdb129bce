/* SPDX-License-Identifier: Apache-2.0 */
/* Traffic that is not the API: scanners, static assets, preflights, health checks, methods that were refused. It is
 * recognised per exchange, counted with a sample of its paths and kept out of the documents, not forgotten. */
#ifndef CATALOG_NOISE_H
#define CATALOG_NOISE_H

#include "catalog/cell.h"
#include "catalog/pack.h"
#include "exchange/exchange.h"

#define NOISE_SAMPLE 64

struct noise_evidence {
    struct support support;
    struct sample
        paths; /* "GET /wp-login.php"; segments that must not be written down by their shape: "GET /u/{email}" */
};

/* The kind of noise, or NOISE_KINDS for none. `path` is normalised and decoded. A scanner's path that was answered
 * with success is no noise: somebody serves it. NOISE_NOT_FOUND is never answered: whether a 404 belongs to an endpoint
 * is decided late. */
enum noise_kind noise_recognise(const struct exchange *exchange, const struct fields *request,
                                const struct fields *response, struct slice path, bool has_credential);

void noise_init(struct noise_evidence *noise);
void noise_add(struct noise_evidence *noise, struct classifier *classifier, struct memory *account,
               struct slice method, struct slice path, int64_t time);
bool noise_merge(struct noise_evidence *into, struct memory *account, const struct noise_evidence *from);
void noise_done(struct noise_evidence *noise, struct memory *account);
void noise_write(const struct noise_evidence *noise, struct buffer *out);
void noise_read(struct noise_evidence *noise, struct memory *account, struct unpack *in);

#endif
