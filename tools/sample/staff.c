/* SPDX-License-Identifier: Apache-2.0 */
/* People and programs of the company itself: the warehouse, finance, and the old mobile app that nobody has switched
 * off. Here live most of the flaws: the admin interface asks for no credential, v1 counts its users and tells too much
 * about them, a token travels in a query. */
#include "company.h"

#include <stdio.h>
#include <string.h>

#define JSON "application/json"
#define PROBLEM "application/problem+json"

static const char *old_account_json(struct company *company, const struct customer *customer)
{
    return scratch_printf(
        company->scratch,
        "{\"user_id\":%u,\"login\":\"%s\",\"full_name\":\"%s %s\",\"dob\":\"%s\",\"ssn\":\"%s\","
        "\"password_md5\":\"%s\",\"credit_limit\":%u.50,\"last_ip\":\"%s\"}",
        customer->number, customer->email, customer->first, customer->last, customer->born,
        customer->social_number, customer->session, customer->number % 900, customer->client);
}

void app_visits(struct company *company)
{
    static const char agent[] = "LanternApp/1.8 (Android 9)";
    static const char old[] = "Deprecation: @1767225600\r\nSunset: Thu, 31 Dec 2026 23:59:59 GMT\r\n";
    struct customer *customer = company_customer(company);
    struct visit visit =
        company_visit(company, customer->client, &door_accounts, agent,
                      scratch_printf(company->scratch, "Authorization: Bearer %s\r\n", customer->token));

    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = "/v1/users/me",
                                       .status = 200,
                                       .answer_type = JSON,
                                       .answer = old_account_json(company, customer),
                                       .answer_headers = old });
    for (unsigned i = 0; i < 1 + customer->number % 3; i++) {
        const struct customer *other = i ? company_customer(company) : customer;

        visit_call(&visit,
                   &(struct call){ .method = "GET",
                                   .target = scratch_printf(company->scratch, "/v1/users/%u", other->number),
                                   .status = 200,
                                   .answer_type = JSON,
                                   .answer = old_account_json(company, other),
                                   .answer_headers = old });
    }
    if (dice_percent(&company->dice, 40))
        visit_call(&visit, &(struct call){ .method = "GET",
                                           .target = scratch_printf(company->scratch, "/v1/users/%u/devices",
                                                                    customer->number),
                                           .status = 200,
                                           .answer_type = JSON,
                                           .answer = "[{\"device\":\"Pixel 4\",\"push\":true}]",
                                           .answer_headers = old });
    if (dice_percent(&company->dice, 20))
        visit_call(
            &visit,
            &(struct call){
                .method = "GET",
                .target = scratch_printf(company->scratch, "/v1/users/search?q=%s&limit=20", customer->last),
                .status = 200,
                .answer_type = JSON,
                .answer = scratch_printf(company->scratch, "[%s]", old_account_json(company, customer)),
                .answer_headers = old });
    if (dice_percent(&company->dice, 12))
        visit_call(&visit, &(struct call){ .method = "GET",
                                           .target = "/v1/users/99999",
                                           .status = 404,
                                           .answer_type = JSON,
                                           .answer = "{\"error\":\"no such user\"}",
                                           .answer_headers = old });
    if (dice_percent(&company->dice, 4))
        visit_call(&visit,
                   &(struct call){
                       .method = "GET",
                       .target = scratch_printf(company->scratch, "/v1/users/%u", customer->number),
                       .status = 500,
                       .answer_type = "text/html",
                       .answer = "<h1>Internal Server Error</h1><pre>java.lang.NullPointerException\n\tat "
                                 "com.lanternfish.old.UserDao.load(UserDao.java:88)</pre>" });
    talk_close(&visit.talk);
}

static void ship(struct company *company, struct visit *visit, struct order *order)
{
    static const char *const carriers[] = { "nordpost", "hafenkurier", "skyfreight" };
    const char *carrier = DICE_PICK(&company->dice, carriers);
    unsigned weight = 10 + dice_below(&company->dice, 90);

    snprintf(order->shipment, sizeof order->shipment, "01K5");
    dice_text(&company->dice, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 22, order->shipment + 4);
    order->status = "shipped";
    const char *target =
        scratch_printf(company->scratch, "/api/orders/%s/shipments/%s", order->number, order->shipment);
    const char *shipment = scratch_printf(
        company->scratch,
        "{\"id\":\"%s\",\"carrier\":\"%s\",\"weight\":%u.%u,\"parcels\":%u,\"state\":\"handed-over\"}",
        order->shipment, carrier, weight / 10, weight % 10, order->lines);

    visit_call(visit,
               &(struct call){ .method = "PUT",
                               .target = target,
                               .status = 201,
                               .type = JSON,
                               .answer_type = JSON,
                               .answer = shipment,
                               .body = scratch_printf(company->scratch, "{\"carrier\":\"%s\",\"parcels\":%u}",
                                                      carrier, order->lines) });
    if (dice_percent(&company->dice, 60))
        visit_call(
            visit,
            &(struct call){
                .method = "GET", .target = target, .status = 200, .answer_type = JSON, .answer = shipment });
}

static const char *order_page(struct company *company, unsigned count)
{
    char *text = scratch_get(company->scratch, count * 1600 + 100), *at = text;

    at += sprintf(at, "{\"orders\":[");
    for (unsigned i = 0; i < count && company->order_count; i++)
        at += sprintf(at, "%s%s", i ? "," : "", order_json(company, company_order(company)));
    sprintf(at, "],\"next\":%s}", count > 3 ? "\"/api/orders?cursor=eyJvIjo0MH0\"" : "null");
    return text;
}

void warehouse_visits(struct company *company)
{
    static const char *const states[] = { "placed", "paid", "shipped" };
    struct visit visit = company_visit(company, "192.0.2.77", &door_orders, "warehouse-sync/0.9",
                                       "X-Api-Key: wh_live_9hGq2LrVt7ZxKp4CmE1b\r\n");
    struct order *order;
    unsigned luck = dice_below(&company->dice, 60);
    const char *page = order_page(company, 2 + luck % 5);

    visit_call(&visit,
               &(struct call){ .method = "GET",
                               .status = 200,
                               .answer_type = JSON,
                               .framing = FRAMING_GZIP_CHUNKED,
                               .answer = page,
                               .target = scratch_printf(company->scratch, "/api/orders?status=%s&limit=%u%s",
                                                        states[luck % 3], 20 + luck % 2 * 20,
                                                        luck < 18 ? "&cursor=eyJvIjo0MH0" : "") });
    for (unsigned i = 0; i < 3 && (order = company_order(company)); i++) {
        visit_call(
            &visit,
            &(struct call){
                .method = "GET",
                .target = scratch_printf(company->scratch, "/api/orders/%s/lines", order->number),
                .status = 200,
                .answer_type = JSON,
                .answer = scratch_printf(company->scratch,
                                         "[{\"line\":1,\"sku\":\"%s\",\"shelf\":\"%c-%02u\",\"picked\":%s}]",
                                         order->products[0]->sku, 'A' + order->total % 6, order->total % 40,
                                         i ? "true" : "false") });
        if (!*order->shipment && *order->payment)
            ship(company, &visit, order);
    }
    struct product *product = company_product(company);
    visit_call(&visit,
               &(struct call){ .method = "GET",
                               .target = scratch_printf(company->scratch, "/api/warehouses/%s/stock/%s",
                                                        product->stock % 2 ? "BRE1" : "OPO2", product->sku),
                               .status = 200,
                               .answer_type = JSON,
                               .answer = scratch_printf(company->scratch,
                                                        "{\"sku\":\"%s\",\"onHand\":%u,\"reserved\":%u}",
                                                        product->sku, product->stock, product->stock % 5) });
    if (dice_percent(&company->dice, 20))
        visit_call(&visit,
                   &(struct call){ .method = "GET",
                                   .target = scratch_printf(company->scratch, "/api/reports/daily/%.10s.csv",
                                                            company_time(company, company->now)),
                                   .status = 200,
                                   .answer_type = "text/csv",
                                   .framing = FRAMING_CHUNKED,
                                   .answer = "sku,sold,returned\nLF-T100,4,0\nLF-H107,2,1\n" });
    if (dice_percent(&company->dice, 8))
        visit_call(&visit, &(struct call){ .method = "GET",
                                           .target = "/api/orders?status=paid&limit=5000",
                                           .status = 400,
                                           .answer_type = PROBLEM,
                                           .answer = problem_json(company, 400, "Bad Request",
                                                                  "limit must be at most 100.") });
    talk_close(&visit.talk);
}

static void administer(struct company *company, const struct order *order)
{
    struct visit visit = company_visit(company, "192.0.2.90", &door_admin, "curl/8.5.0", NULL);
    unsigned merchant = 1 + dice_below(&company->dice, 7);

    visit_call(&visit,
               &(struct call){ .method = "GET",
                               .target = "/admin/settlements?state=open",
                               .status = 200,
                               .answer_type = JSON,
                               .answer = scratch_printf(
                                   company->scratch,
                                   "[{\"merchant\":%u,\"amount\":%u,\"iban\":\"DE02120300000000202051\"}]",
                                   merchant, 10000 + dice_below(&company->dice, 90000)) });
    visit_call(&visit,
               &(struct call){ .method = "GET",
                               .target = scratch_printf(company->scratch, "/admin/merchants/%u", merchant),
                               .status = 200,
                               .answer_type = JSON,
                               .answer = scratch_printf(
                                   company->scratch,
                                   "{\"id\":%u,\"name\":\"Branch "
                                   "%u\",\"iban\":\"DE02120300000000202051\",\"taxId\":\"DE8119%05u\"}",
                                   merchant, merchant, merchant * 1117) });
    if (dice_percent(&company->dice, 50))
        visit_call(&visit,
                   &(struct call){ .method = "POST",
                                   .target = scratch_printf(company->scratch, "/admin/payouts/%u/approve",
                                                            550 + dice_below(&company->dice, 80)),
                                   .status = 200,
                                   .type = JSON,
                                   .body = "{\"approvedBy\":\"finance\"}",
                                   .answer_type = JSON,
                                   .answer = "{\"state\":\"approved\"}" });
    if (dice_percent(&company->dice, 30))
        visit_call(&visit,
                   &(struct call){
                       .method = "GET",
                       .target = "/admin/export?format=csv&access_token=b2f7c1d09e4a4d8f8a6b3c5d7e9f0a1b",
                       .status = 200,
                       .answer_type = "text/csv",
                       .answer = scratch_printf(company->scratch, "payment,card\n%s,4111111111111111\n",
                                                order && *order->payment ? order->payment : "none") });
    talk_close(&visit.talk);
}

void finance_visits(struct company *company)
{
    struct order *order = company_order(company);
    struct visit visit = company_visit(company, "192.0.2.90", &door_payments, "ledgerbot/3",
                                       "Authorization: Basic bGVkZ2VyYm90OlNlZWhhc2UtMTk=\r\n");

    if (order && *order->payment) {
        char id[18];

        visit_call(&visit, &(struct call){
                               .method = "GET",
                               .target = scratch_printf(company->scratch, "/payments/%s", order->payment),
                               .status = 200,
                               .answer_type = JSON,
                               .answer = scratch_printf(company->scratch,
                                                        "{\"id\":\"%s\",\"state\":\"captured\",\"amount\":%u,"
                                                        "\"currency\":\"EUR\",\"refunds\":[]}",
                                                        order->payment, order->total) });
        dice_text(&company->dice, "ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz0123456789", 16, id);
        if (dice_percent(&company->dice, 40)) {
            visit_call(
                &visit,
                &(struct call){
                    .method = "POST",
                    .target = scratch_printf(company->scratch, "/payments/%s/refunds", order->payment),
                    .status = 202,
                    .type = JSON,
                    .body = scratch_printf(company->scratch, "{\"amount\":%u,\"reason\":\"%s\"}",
                                           order->total / 2, order->total % 2 ? "returned" : "damaged"),
                    .answer_type = JSON,
                    .answer =
                        scratch_printf(company->scratch, "{\"id\":\"ref_%s\",\"state\":\"pending\"}", id) });
            visit_call(&visit, &(struct call){
                                   .method = "GET",
                                   .target = scratch_printf(company->scratch, "/payments/%s/refunds/ref_%s",
                                                            order->payment, id),
                                   .status = 200,
                                   .answer_type = JSON,
                                   .answer = scratch_printf(company->scratch,
                                                            "{\"id\":\"ref_%s\",\"state\":\"done\"}", id) });
        }
    }
    visit_call(&visit,
               &(struct call){ .method = "GET",
                               .target = "/payments/pay_doesnotexist0000",
                               .status = 404,
                               .answer_type = PROBLEM,
                               .answer = problem_json(company, 404, "Not Found", "No such payment.") });
    talk_close(&visit.talk);
    company->now = visit.talk.time;
    administer(company, order);
}
