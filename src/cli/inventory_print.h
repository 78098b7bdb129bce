/* SPDX-License-Identifier: Apache-2.0 */
/* The ways in which the inventory is printed. */
#ifndef CLI_INVENTORY_PRINT_H
#define CLI_INVENTORY_PRINT_H

#include "cli/judgement.h"

struct filter {
    struct slice method; /* any case; empty: all */
    struct slice path;
    uint16_t status;  /* 404; 0: any */
    int status_class; /* 4; -1: any */
    uint64_t least;   /* calls */
    bool is_set;      /* any of these */
};

struct listing {
    struct invocation *invocation;
    const struct knowledge *knowledge;
    const struct judgement *judgement;   /* NULL: not asked for */
    const struct classifier *classifier; /* of the classes users added; NULL: none */
    struct filter filter;
    bool with_noise, with_blind_spots;
};

bool listing_shows(const struct listing *listing, const struct endpoint *endpoint);
size_t listing_count(const struct listing *listing, const struct service *service); /* endpoints shown */

void inventory_table(const struct listing *listing);
void inventory_json(const struct listing *listing);
void inventory_csv(const struct listing *listing);

/* Security in a few words, as the table and CSV say it: "JWT", "basic or none", "" when nothing was accepted. */
void security_words(struct buffer *out, const struct endpoint *endpoint);
/* Names of `most` classes of sensitive data in it, the worst first, and how many more there are. */
void listing_data(const struct listing *listing, const struct endpoint *endpoint, size_t most,
                  struct buffer *out);
/* Names of query, header and cookie parameters, separated by spaces; optional ones end in '?'. */
void parameter_words(struct buffer *out, const struct endpoint *endpoint);

#endif
