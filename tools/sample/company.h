/* SPDX-License-Identifier: Apache-2.0 */
/* Lanternfish Supplies, a company that does not exist: it sells diving lamps. What it knows (customers, products,
 * orders, payments) and who talks to its services, one function a kind of visitor. */
#ifndef SAMPLE_COMPANY_H
#define SAMPLE_COMPANY_H

#include "visit.h"

#define SECOND 1000000000LL

struct customer {
    char uuid[DICE_UUID];
    unsigned number; /* in the old system: one after the other */
    const char *first, *last, *city, *country, *email, *phone, *born, *social_number;
    const char *token;   /* JWT */
    const char *session; /* cookie */
    const char *client;  /* address */
    const char *created;
};

struct product {
    char sku[12];
    const char *name, *category;
    unsigned cents, stock;
};

struct order {
    char number[16];
    struct customer *customer;
    struct product *products[4];
    unsigned lines, total;
    const char *status, *placed;
    char shipment[27]; /* ULID; empty before it is sent */
    char payment[24];  /* empty before it is paid */
};

#define CUSTOMERS 48
#define PRODUCTS 36
#define ORDERS 600

struct company {
    struct dice dice;
    struct scratch *scratch;
    struct capture *capture;
    struct customer customers[CUSTOMERS];
    struct product products[PRODUCTS];
    struct order orders[ORDERS];
    unsigned order_count;
    int64_t now;
    unsigned next_port;
};

/* Whose door is knocked at. */
struct door {
    const char *host, *address;
    unsigned port;
};

void company_found(struct company *company);
/* A connection from `client` (an address) now. `credentials` are field lines or NULL. */
struct visit company_visit(struct company *company, const char *client, const struct door *door,
                           const char *agent, const char *credentials);
struct customer *company_customer(struct company *company);
struct product *company_product(struct company *company);
/* Any order so far; NULL when there is none. */
struct order *company_order(struct company *company);
/* "2026-09-14T08:01:02Z" */
const char *company_time(struct company *company, int64_t time);
const char *jwt_of(struct company *company, const char *subject, const char *scope);

extern const struct door door_accounts, door_orders, door_payments, door_admin, door_catalogue, door_legacy,
    door_scales;

/* The visitors. Each starts at company->now. */
void shopper_visits(struct company *company);
void app_visits(struct company *company); /* the old mobile app, accounts v1 */
void warehouse_visits(struct company *company);
void finance_visits(struct company *company);
void clerk_visits(struct company *company);   /* the legacy system */
void scales_report(struct company *company);  /* a machine without a host name */
void monitor_visits(struct company *company); /* health checks */
void scanner_visits(struct company *company);
void partner_visits(struct company *company);  /* TLS */
void background_hums(struct company *company); /* DNS, a database */

/* Bodies that several visitors see. */
const char *account_json(struct company *company, const struct customer *customer);
const char *order_json(struct company *company, const struct order *order);
const char *problem_json(struct company *company, unsigned status, const char *title, const char *detail);

#endif
