/* SPDX-License-Identifier: Apache-2.0 */
/* Makes the sample capture: five working days of a company that does not exist, seen from a mirror port.
 *
 *     sample company.pcap [SCENE]
 *
 * The same file every time. Besides ordinary traffic it holds what captures hold: segments out of order and twice, one
 * that is missing, a connection that began before the capture, one seen from one side only, and one that the end of the
 * capture cuts off. Other scenes are small captures of one thing each. */
#include "company.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define START (1789362000LL * SECOND) /* 2026-09-14T05:00:00Z, a Monday */
#define DAYS 5

struct visitor {
    void (*visit)(struct company *company);
    unsigned weight; /* visits in a hundred */
};

static void work_day(struct company *company, int64_t start)
{
    static const struct visitor visitors[] = {
        { shopper_visits, 36 }, { app_visits, 17 },   { warehouse_visits, 14 }, { finance_visits, 10 },
        { clerk_visits, 8 },    { scales_report, 7 }, { partner_visits, 5 },    { background_hums, 3 },
    };
    int64_t probe = start;

    company->now = start;
    while (company->now < start + 14 * 3600 * SECOND) {
        unsigned throw = dice_below(&company->dice, 100);
        int64_t began = company->now;

        for (size_t i = 0; i < sizeof visitors / sizeof visitors[0]; i++) {
            if (throw < visitors[i].weight) {
                visitors[i].visit(company);
                break;
            }
            throw -= visitors[i].weight;
        }
        if (company->now >= probe) {
            monitor_visits(company);
            probe += 2 * 3600 * SECOND;
        }
        company->now = began + (int64_t)(240 + dice_below(&company->dice, 840)) * SECOND;
    }
}

/* A page of products whose middle never reached the capture: the body is lost, the next exchange is not. */
static void lose_a_segment(struct company *company)
{
    struct visit visit = company_visit(company, "198.51.100.9", &door_orders, "warehouse-sync/0.9",
                                       "X-Api-Key: wh_live_9hGq2LrVt7ZxKp4CmE1b\r\n");
    char *page = scratch_get(company->scratch, 9000);

    memset(page, ' ', 8999);
    memcpy(page, "{\"orders\":[],\"next\":null", 24);
    page[8998] = '}';
    page[8999] = '\0';
    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = "/api/orders?status=paid&limit=40",
                                       .status = 200,
                                       .answer_type = "application/json",
                                       .answer = page,
                                       .trouble = TROUBLE_LOSE });
    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = scratch_printf(company->scratch, "/api/orders/%s",
                                                                company->orders[0].number),
                                       .status = 200,
                                       .answer_type = "application/json",
                                       .answer = order_json(company, &company->orders[0]) });
    talk_close(&visit.talk);
}

/* It began before the capture did: the first bytes are the middle of a response. */
static void begin_before(struct company *company)
{
    static const char tail[] = "\"newsletter\":false}]}";
    struct visit visit = { .dice = &company->dice,
                           .scratch = company->scratch,
                           .host = door_accounts.host,
                           .agent = "LanternApp/1.8 (Android 9)",
                           .credentials = scratch_printf(company->scratch, "Authorization: Bearer %s\r\n",
                                                         company->customers[3].token) };

    talk_open(&visit.talk, company->capture, peer_of("198.51.100.33", 39999),
              peer_of(door_accounts.address, door_accounts.port), company->now, true);
    talk_send(&visit.talk, false, tail, sizeof tail - 1, TROUBLE_NONE);
    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = "/v2/users/me",
                                       .status = 200,
                                       .answer_type = "application/json",
                                       .answer = account_json(company, &company->customers[3]) });
    talk_close(&visit.talk);
}

/* The mirror port never saw what this server answered. */
static void hear_one_side(struct company *company)
{
    struct visit visit =
        company_visit(company, "198.51.100.34", &door_catalogue, "Mozilla/5.0 (Macintosh)", NULL);

    visit.talk.deaf = true;
    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = "/api/products/LF-T100",
                                       .status = 200,
                                       .answer_type = "application/json",
                                       .answer = "{}" });
    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = "/api/products/LF-H107",
                                       .status = 200,
                                       .answer_type = "application/json",
                                       .answer = "{}" });
    talk_close(&visit.talk);
}

static void end_in_the_middle(struct company *company)
{
    struct visit visit = company_visit(company, "192.0.2.77", &door_orders, "warehouse-sync/0.9",
                                       "X-Api-Key: wh_live_9hGq2LrVt7ZxKp4CmE1b\r\n");

    visit_call(
        &visit,
        &(struct call){ .method = "GET", .target = "/api/orders?status=placed&limit=20", .ask_only = true });
}

static void five_days(struct company *company)
{
    begin_before(company);
    for (int day = 0; day < DAYS; day++) {
        work_day(company, START + day * 86400 * SECOND);
        if (day == 1)
            lose_a_segment(company);
        if (day == 2)
            hear_one_side(company);
        scanner_visits(company);
    }
    end_in_the_middle(company);
}

static void nothing_at_all(struct company *company)
{
    (void)company;
}

static void only_datagrams(struct company *company)
{
    static const char dns[] = "\x3a\x51\1\0\0\1\0\0\0\0\0\0\4shop\x0blanternfish\7example\0\0\1\0\1";

    for (unsigned i = 0; i < 5; i++)
        talk_datagram(company->capture, company->now + i * SECOND, peer_of("192.0.2.13", 53000 + i),
                      peer_of("192.0.2.2", 53), dns, sizeof dns - 1);
}

static void only_handshakes(struct company *company)
{
    for (unsigned i = 0; i < 3; i++) {
        struct visit visit = company_visit(company, "198.51.100.40", &door_orders, "", NULL);

        talk_close(&visit.talk);
    }
}

/* What is left when something goes wrong with a capture; tests look at what observe says about it. */
static const struct {
    const char *name;
    void (*play)(struct company *company);
} scenes[] = {
    { "company", five_days },      { "empty", nothing_at_all },   { "datagrams", only_datagrams },
    { "tls", partner_visits },     { "one-side", hear_one_side }, { "handshakes", only_handshakes },
    { "scanner", scanner_visits },
};

static bool save(struct company *company, const char *path)
{
    FILE *file = fopen(path, "wb");
    bool written = file && capture_write(company->capture, file);

    if (file && fclose(file) != 0)
        written = false;
    if (!written)
        fprintf(stderr, "sample: %s: %s\n", path, strerror(errno));
    return written;
}

int main(int argc, char **argv)
{
    struct company company = {
        .dice = { 20260914 }, .scratch = scratch_new(), .capture = capture_new(), .now = START
    };
    const char *name = argc > 2 ? argv[2] : "company";
    bool written = false;

    company_found(&company);
    for (size_t i = 0; i < sizeof scenes / sizeof *scenes && argc >= 2 && argc <= 3; i++) {
        if (strcmp(scenes[i].name, name) == 0) {
            scenes[i].play(&company);
            written = save(&company, argv[1]);
        }
    }
    if (!written)
        fputs("usage: sample FILE.pcap [company|empty|datagrams|tls|one-side|handshakes|scanner]\n", stderr);
    capture_free(company.capture);
    scratch_free(company.scratch);
    return written ? 0 : 1;
}
