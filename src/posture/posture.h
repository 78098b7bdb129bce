/* SPDX-License-Identifier: Apache-2.0 */
/* Posture: what is wrong with each API, told from the inventory, what its exchanges showed (catalog/observations.h), the classes of
 * data in its fields (catalog/exposed.h) and its history (posture/history.h). Judged anew whenever somebody asks: the same
 * knowledge gives the same findings in the same order with the same ids. Nothing here sees a body or a secret. */
#ifndef POSTURE_POSTURE_H
#define POSTURE_POSTURE_H

#include "base/severity.h"
#include "catalog/inventory.h"
#include "catalog/observations.h"
#include "posture/settings.h"

struct check;
struct history;
struct kin;
struct endpoint_history;
struct service_history;
struct exposed; /* catalog/exposed.h */

/* Who can reach it. */
enum reach { REACH_UNKNOWN, REACH_INTERNAL, REACH_PARTNER, REACH_PUBLIC };
const char *reach_name(enum reach reach); /* "unknown", "internal", "partner", "public" */

/* What an endpoint is for, as far as its path, fields and answers tell (posture/purpose.c). */
enum purpose {
    PURPOSE_LOGIN = 1u << 0, /* hands out a credential for a secret */
    PURPOSE_LOGOUT = 1u << 1,
    PURPOSE_RESET = 1u << 2, /* password reset or change */
    PURPOSE_CODE = 1u << 3,  /* one-time codes, coupons, gift cards: something to be guessed */
    PURPOSE_SIGNUP = 1u << 4,
    PURPOSE_ADMIN = 1u << 5, /* admin, internal, management */
    PURPOSE_UPLOAD = 1u << 6,
    PURPOSE_SEARCH = 1u << 7,
    PURPOSE_EXPORT = 1u << 8,  /* reports, exports, bulk */
    PURPOSE_MESSAGE = 1u << 9, /* sends mail, SMS */
    PURPOSE_PAYMENT = 1u << 10,
    PURPOSE_GRAPHQL = 1u << 11,
    PURPOSE_DOCS = 1u << 12,       /* API documents and consoles */
    PURPOSE_OPERATIONS = 1u << 13, /* metrics, actuator, health, debug */
    PURPOSE_PUBLIC =
        1u
        << 14, /* meant for everybody: keys, discovery, documents, status, catalogs of a shop's goods as far as told */
    PURPOSE_WEBHOOK = 1u << 15, /* takes messages that are signed, and so carry no credential */
};

struct posture_endpoint {
    const struct endpoint *endpoint;
    const struct posture_service *service;
    const struct exposed *data; /* classes of data in its parameters and bodies */
    size_t data_count;
    const struct endpoint_history *history; /* NULL: no events */
    uint32_t purpose;                       /* enum purpose */
    bool changes_state;   /* by its method, unless it evidently only asks (search, graphql query) */
    bool asks_credential; /* accepted with a credential, or refused without one */
    enum reach reach;
};

struct posture_service {
    const struct service *service;
    const struct posture *posture;
    const struct posture_endpoint *endpoints; /* as in the inventory */
    size_t endpoint_count;
    const struct kin *kin;                 /* the same endpoints by what they are elsewhere, posture/kin.h */
    const struct service_history *history; /* NULL: no events */
    enum reach reach;
    struct slice stage; /* "staging", "test", "dev" ... by its host; empty: production, as far as told */
    double lost;        /* share of its exchanges that were lost, 0..1 */
};

/* What a check found in one service. */
struct finding_place {
    const struct posture_endpoint *endpoint; /* NULL: the service as a whole */
    struct slice location, evidence, example;
    enum severity severity;
    uint64_t count, of;
    int64_t first, last;
};
struct posture_finding {
    struct slice id; /* "p" and 12 hex digits: of check, service and subject */
    const struct check *check;
    const struct posture_service *service;
    struct slice subject;               /* may be empty */
    enum severity severity;             /* the highest of its places */
    const struct finding_place *places; /* by severity, then template and method, then location */
    size_t place_count;
    size_t place_total; /* that were reported; those beyond place_count count in the figures only */
    uint64_t count, of; /* sums over places */
    int64_t first, last;
    struct slice doubt; /* why the claim is weaker than it looks; empty: it stands */
};

struct risk_part {
    bool is_impact; /* else likelihood */
    double points;
    struct slice reason; /* "answers anybody on the internet" */
};
/* Likelihood and impact from 0 to 10, each from its parts (posture/risk.h says how); risk is by their table. */
struct risk {
    double likelihood, impact, score; /* score: 0..10 */
    enum severity level;
    const struct risk_part *parts; /* most points first */
    size_t part_count;
};

struct posture {
    struct arena arena;
    struct memory *account;
    const struct inventory *inventory;
    const struct posture_settings *settings;
    const struct history *history;
    const struct posture_service *services;
    size_t service_count;
    const struct posture_finding *findings; /* by service, severity (highest first), check id, subject */
    size_t finding_count;
    const struct risk *service_risks;         /* one a service */
    const struct risk *const *endpoint_risks; /* [service][endpoint] */
};

struct posture_options {
    struct slice service;              /* glob or key; empty: all */
    const struct check *const *checks; /* NULL: all */
};

/* history may be NULL: what needs events is not told. All are borrowed and must outlive the posture. NULL with *err set. */
struct posture *posture_new(const struct inventory *inventory, const struct history *history,
                            const struct posture_settings *settings, const struct posture_options *options,
                            struct memory *account, struct error *err);
void posture_free(struct posture *posture);

#endif
