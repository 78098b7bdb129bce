/* SPDX-License-Identifier: Apache-2.0 */
/* People who buy lamps in the web shop: they look around, sign in, order, pay, and sometimes cancel. */
#include "company.h"

#include <stdio.h>
#include <string.h>

#define JSON "application/json"
#define PROBLEM "application/problem+json"
static const char browser[] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

static const char *product_json(struct company *company, const struct product *product)
{
    return scratch_printf(company->scratch,
                          "{\"sku\":\"%s\",\"name\":\"%s\",\"category\":\"%s\",\"price\":{\"amount\":%u.%02u,"
                          "\"currency\":\"EUR\"},"
                          "\"inStock\":%s,\"lumens\":%u,\"tags\":[\"diving\",\"%s\"],"
                          "\"image\":\"https://shop.lanternfish.example/images/%s.jpg\"}",
                          product->sku, product->name, product->category, product->cents / 100,
                          product->cents % 100, product->stock ? "true" : "false",
                          200 + product->cents % 1400, product->category, product->sku);
}

static const char *product_list(struct company *company, unsigned first, unsigned count, unsigned page)
{
    char *text = scratch_get(company->scratch, count * 400 + 200), *at = text;

    at += sprintf(at, "{\"items\":[");
    for (unsigned i = 0; i < count; i++)
        at += sprintf(at, "%s%s", i ? "," : "",
                      product_json(company, &company->products[(first + i * 4) % PRODUCTS]));
    sprintf(at, "],\"page\":%u,\"pageSize\":%u,\"total\":%u}", page, count, PRODUCTS / 4);
    return text;
}

static void look_at_assets(struct company *company, struct visit *visit)
{
    static const char *const files[][3] = {
        { "/assets/app.7f3a91.js", "text/javascript", "import{a}from'./vendor.js';a('lanternfish');" },
        { "/assets/site.0c11d2.css", "text/css", "body{margin:0;background:#021019}" },
        { "/assets/logo.svg", "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>" },
        { "/favicon.ico", "image/x-icon", "icon" },
    };

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        visit_call(visit, &(struct call){ .method = "GET",
                                          .target = files[i][0],
                                          .status = dice_percent(&company->dice, 40) ? 304 : 200,
                                          .answer_type = files[i][1],
                                          .answer = files[i][2],
                                          .answer_headers = "Cache-Control: public, max-age=31536000\r\n" });
}

static void look_at_lists(struct company *company, struct visit *visit, const struct product *product)
{
    static const char *const sorts[] = { "price", "-price", "name", "newest" };
    static const char *const locales[] = { "de-DE", "en-GB", "fr-FR", "pt-PT", "fi-FI" };
    unsigned page = 1 + dice_below(&company->dice, 3);

    visit_call(visit, &(struct call){ .method = "GET",
                                      .target = scratch_printf(company->scratch, "/api/locales/%s/texts",
                                                               DICE_PICK(&company->dice, locales)),
                                      .status = 200,
                                      .answer_type = JSON,
                                      .framing = FRAMING_GZIP,
                                      .answer = "{\"cart.title\":\"Warenkorb\",\"cart.empty\":\"Noch nichts "
                                                "im Korb\",\"nav.home\":\"Start\"}" });
    visit_call(visit,
               &(struct call){ .method = "GET",
                               .status = 200,
                               .answer_type = JSON,
                               .framing = FRAMING_GZIP_CHUNKED,
                               .target = scratch_printf(company->scratch,
                                                        "/api/categories/%s/products?page=%u&pageSize=6%s%s",
                                                        product->category, page, page == 2 ? "&sort=" : "",
                                                        page == 2 ? DICE_PICK(&company->dice, sorts) : ""),
                               .answer = product_list(company, page, 6, page),
                               .trouble = page == 3 ? TROUBLE_SWAP : TROUBLE_NONE });
}

static void look_at_products(struct company *company, struct visit *visit, const struct product *product,
                             unsigned luck)
{
    for (unsigned i = 0; i < 2; i++, product = company_product(company))
        visit_call(visit,
                   &(struct call){
                       .method = "GET",
                       .target = scratch_printf(company->scratch, "/api/products/%s", product->sku),
                       .status = 200,
                       .answer_type = JSON,
                       .answer = product_json(company, product),
                       .answer_headers = "ETag: \"5d8c72a5edda8d6a\"\r\nCache-Control: max-age=60\r\n" });
    if (dice_percent(&company->dice, 40))
        visit_call(visit, &(struct call){ .method = "GET",
                                          .target = scratch_printf(company->scratch,
                                                                   "/api/products/search?q=%s&inStock=%s",
                                                                   luck % 2 ? "torch" : "reef%20strobe",
                                                                   luck < 70 ? "true" : "false"),
                                          .status = 200,
                                          .answer_type = JSON,
                                          .answer = product_list(company, 2, 3, 1),
                                          .framing = FRAMING_CHUNKED });
    if (dice_percent(&company->dice, 10))
        visit_call(visit,
                   &(struct call){ .method = "GET",
                                   .target = "/api/products/LF-X999",
                                   .status = 404,
                                   .answer_type = PROBLEM,
                                   .answer = problem_json(company, 404, "Not Found", "No such lamp.") });
}

static void use_cart(struct company *company, struct visit *visit, const struct product *product,
                     unsigned luck)
{
    if (dice_percent(&company->dice, 35))
        visit_call(visit, &(struct call){ .method = "GET",
                                          .target = "/api/cart",
                                          .status = 200,
                                          .answer_type = JSON,
                                          .answer = scratch_printf(
                                              company->scratch,
                                              "{\"items\":[{\"sku\":\"%s\",\"quantity\":1}],\"coupon\":null}",
                                              product->sku) });
    if (dice_percent(&company->dice, 30))
        visit_call(
            visit,
            &(struct call){
                .method = "POST",
                .target = scratch_printf(company->scratch, "/api/products/%s/reviews", product->sku),
                .type = JSON,
                .status = 201,
                .body = scratch_printf(
                    company->scratch, "{\"stars\":%u,\"text\":\"Bright enough at 30 m, survived %u dives.\"}",
                    2 + luck % 4, 3 + luck % 40),
                .answer_type = JSON,
                .answer = scratch_printf(company->scratch, "{\"id\":%u,\"state\":\"pending\"}",
                                         7000 + dice_below(&company->dice, 900)) });
}

static void browse(struct company *company, const struct customer *customer)
{
    struct visit visit = company_visit(company, customer->client, &door_catalogue, browser, NULL);
    struct product *product = company_product(company);
    unsigned luck = dice_below(&company->dice, 100);

    look_at_assets(company, &visit);
    look_at_lists(company, &visit, product);
    look_at_products(company, &visit, product, luck);
    visit.credentials = scratch_printf(company->scratch, "Cookie: theme=dark; sid=%s\r\n", customer->session);
    use_cart(company, &visit, product, luck);
    talk_close(&visit.talk);
    company->now = visit.talk.time;
}

static bool sign_in(struct company *company, struct visit *visit, const struct customer *customer)
{
    bool wrong = dice_percent(&company->dice, 15);

    visit_call(
        visit,
        &(struct call){
            .method = "OPTIONS",
            .target = "/v2/sessions",
            .status = 204,
            .headers = "Origin: https://shop.lanternfish.example\r\nAccess-Control-Request-Method: POST\r\n",
            .answer_headers = "Access-Control-Allow-Origin: "
                              "https://shop.lanternfish.example\r\nAccess-Control-Allow-Methods: POST\r\n" });
    if (wrong)
        visit_call(visit,
                   &(struct call){
                       .method = "POST",
                       .target = "/v2/sessions",
                       .status = 401,
                       .type = JSON,
                       .answer_type = PROBLEM,
                       .body = scratch_printf(company->scratch, "{\"email\":\"%s\",\"password\":\"letmein\"}",
                                              customer->email),
                       .answer = problem_json(company, 401, "Unauthorized", "Wrong e-mail or password.") });
    visit_call(
        visit,
        &(struct call){
            .method = "POST",
            .target = "/v2/sessions",
            .status = 201,
            .type = JSON,
            .answer_type = JSON,
            .body = scratch_printf(company->scratch, "{\"email\":\"%s\",\"password\":\"Tauchgang-%u\"}",
                                   customer->email, customer->number),
            .answer = scratch_printf(company->scratch,
                                     "{\"accessToken\":\"%s\",\"tokenType\":\"Bearer\",\"expiresIn\":3600}",
                                     customer->token) });
    visit->credentials = scratch_printf(company->scratch, "Authorization: Bearer %s\r\n", customer->token);
    return true;
}

static void manage_addresses(struct company *company, struct visit *visit, const struct customer *customer)
{
    unsigned address = 3000 + customer->number % 97;
    const char *address_json = scratch_printf(
        company->scratch,
        "{\"label\":\"home\",\"street\":\"Deichweg "
        "%u\",\"city\":\"%s\",\"postalCode\":\"%05u\",\"country\":\"%s\"}",
        1 + customer->number % 80, customer->city, 20000 + customer->number * 3, customer->country);
    const char *base = scratch_printf(company->scratch, "/v2/users/%s/addresses", customer->uuid);

    if (dice_percent(&company->dice, 60))
        visit_call(visit,
                   &(struct call){ .method = "GET",
                                   .target = base,
                                   .status = 200,
                                   .answer_type = JSON,
                                   .answer = scratch_printf(company->scratch, "[{\"id\":%u,\"address\":%s}]",
                                                            address, address_json) });
    if (dice_percent(&company->dice, 30))
        visit_call(visit,
                   &(struct call){ .method = "POST",
                                   .target = base,
                                   .status = 201,
                                   .type = JSON,
                                   .body = address_json,
                                   .answer_type = JSON,
                                   .answer = scratch_printf(company->scratch, "{\"id\":%u,\"address\":%s}",
                                                            address, address_json),
                                   .answer_headers = scratch_printf(company->scratch, "Location: %s/%u\r\n",
                                                                    base, address) });
    if (dice_percent(&company->dice, 25))
        visit_call(visit,
                   &(struct call){ .method = "PUT",
                                   .target = scratch_printf(company->scratch, "%s/%u", base, address),
                                   .status = 200,
                                   .type = JSON,
                                   .body = address_json,
                                   .answer_type = JSON,
                                   .answer = scratch_printf(company->scratch, "{\"id\":%u,\"address\":%s}",
                                                            address, address_json) });
    if (dice_percent(&company->dice, 12))
        visit_call(visit, &(struct call){ .method = "DELETE",
                                          .target = scratch_printf(company->scratch, "%s/%u", base, address),
                                          .status = 204 });
}

static void manage_account(struct company *company, const struct customer *customer)
{
    struct visit visit = company_visit(company, customer->client, &door_accounts, browser, NULL);

    sign_in(company, &visit, customer);
    visit_call(&visit, &(struct call){ .method = "GET",
                                       .target = "/v2/users/me",
                                       .status = 200,
                                       .answer_type = JSON,
                                       .answer = account_json(company, customer) });
    manage_addresses(company, &visit, customer);
    if (dice_percent(&company->dice, 25))
        visit_call(&visit,
                   &(struct call){ .method = "PATCH",
                                   .target = "/v2/users/me",
                                   .status = 200,
                                   .type = "application/merge-patch+json",
                                   .body = customer->number % 2 ? "{\"newsletter\":true}"
                                                                : "{\"newsletter\":false,\"phone\":null}",
                                   .answer_type = JSON,
                                   .answer = account_json(company, customer) });
    if (dice_percent(&company->dice, 8))
        visit_call(&visit,
                   &(struct call){ .method = "GET",
                                   .target = scratch_printf(company->scratch, "/v2/users/%s",
                                                            company_customer(company)->uuid),
                                   .status = 403,
                                   .answer_type = PROBLEM,
                                   .answer = problem_json(company, 403, "Forbidden", "That is not you.") });
    talk_close(&visit.talk);
    company->now = visit.talk.time;
}

static struct order *place_order(struct company *company, struct visit *visit, struct customer *customer)
{
    struct order *order = &company->orders[company->order_count];
    char lines[256];
    size_t at = 0;

    *order = (struct order){ .customer = customer,
                             .lines = 1 + dice_below(&company->dice, 3),
                             .status = "placed" };
    snprintf(order->number, sizeof order->number, "LF-%u", 1000400 + company->order_count);
    order->placed = company_time(company, company->now);
    for (unsigned i = 0; i < order->lines; i++) {
        order->products[i] = company_product(company);
        order->total += order->products[i]->cents * (1 + i % 2);
        at += (size_t)snprintf(lines + at, sizeof lines - at, "%s{\"sku\":\"%s\",\"quantity\":%u}",
                               i ? "," : "", order->products[i]->sku, 1 + i % 2);
    }
    unsigned luck = dice_below(&company->dice, 100);
    const char *body =
        scratch_printf(company->scratch, "{\"lines\":[%s],\"shipping\":\"%s\"%s}", lines,
                       luck % 3 ? "standard" : "express", luck < 20 ? ",\"coupon\":\"REEF10\"" : "");
    if (dice_percent(&company->dice, 8)) {
        visit_call(visit, &(struct call){ .method = "POST",
                                          .target = "/api/orders",
                                          .status = 422,
                                          .type = JSON,
                                          .body = body,
                                          .answer_type = PROBLEM,
                                          .answer = problem_json(company, 422, "Unprocessable Content",
                                                                 "A lamp has sold out.") });
        return NULL;
    }
    visit_call(visit, &(struct call){ .method = "POST",
                                      .target = "/api/orders",
                                      .status = 201,
                                      .type = JSON,
                                      .body = body,
                                      .answer_type = JSON,
                                      .answer = order_json(company, order),
                                      .answer_headers = scratch_printf(
                                          company->scratch, "Location: /api/orders/%s\r\n", order->number) });
    if (company->order_count + 1 < ORDERS)
        company->order_count++;
    return order;
}

static void ask_for_rate(struct company *company, struct visit *visit)
{
    unsigned rate = 40000 + dice_below(&company->dice, 70000);

    if (dice_percent(&company->dice, 30))
        visit_call(visit, &(struct call){
                              .method = "GET",
                              .target = rate > 70000 ? "/exchange-rates/EUR,NOK" : "/exchange-rates/EUR,PLN",
                              .status = 200,
                              .answer_type = JSON,
                              .answer = scratch_printf(company->scratch, "{\"rate\":%u.%04u,\"asOf\":\"%s\"}",
                                                       rate / 10000, rate % 10000,
                                                       company_time(company, company->now)) });
}

static void pay(struct company *company, struct order *order)
{
    struct visit visit = company_visit(company, "192.0.2.11", &door_payments, "lanternfish-orders/4.2",
                                       "X-Api-Key: 4f1d8a0be7c94c6cb3f0a1d27e5590ab\r\n");
    char key[DICE_UUID], id[18];
    bool declined = dice_percent(&company->dice, 10);
    const char *card = scratch_printf(company->scratch, "411111111111%04u", 1111);

    dice_uuid(&company->dice, key);
    dice_text(&company->dice, "ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz0123456789", 16, id);
    snprintf(order->payment, sizeof order->payment, "pay_%s", id);
    const char *headers = scratch_printf(company->scratch, "Idempotency-Key: %s\r\n", key);
    const char *body =
        scratch_printf(company->scratch,
                       "{\"order\":\"%s\",\"amount\":%u,\"currency\":\"EUR\",\"method\":\"%s\",\"card\":{"
                       "\"number\":\"%s\",\"expiry\":\"09/29\",\"holder\":\"%s %s\"}}",
                       order->number, order->total, order->total % 3 ? "card" : "sepa", card,
                       order->customer->first, order->customer->last);

    visit_call(&visit,
               &(struct call){
                   .method = "POST",
                   .target = "/payments",
                   .headers = headers,
                   .type = JSON,
                   .body = body,
                   .status = declined ? 402 : 201,
                   .answer_type = declined ? PROBLEM : JSON,
                   .answer = declined
                                 ? problem_json(company, 402, "Payment Required", "The bank said no.")
                                 : scratch_printf(
                                       company->scratch,
                                       "{\"id\":\"%s\",\"state\":\"authorised\",\"amount\":%u,\"currency\":"
                                       "\"EUR\",\"card\":\"%s\",\"iban\":\"DE89370400440532013000\"}",
                                       order->payment, order->total, card) });
    if (!declined) {
        visit_call(&visit,
                   &(struct call){
                       .method = "POST",
                       .target = scratch_printf(company->scratch, "/payments/%s/capture", order->payment),
                       .status = 200,
                       .type = JSON,
                       .body = scratch_printf(company->scratch, "{\"amount\":%u}", order->total),
                       .answer_type = JSON,
                       .answer = scratch_printf(
                           company->scratch,
                           "{\"id\":\"%s\",\"state\":\"captured\",\"amount\":%u,\"currency\":\"EUR\"}",
                           order->payment, order->total) });
        order->status = "paid";
    } else {
        *order->payment = '\0';
    }
    ask_for_rate(company, &visit);
    talk_close(&visit.talk);
}

void shopper_visits(struct company *company)
{
    struct customer *customer = company_customer(company);
    struct order *order = NULL;

    browse(company, customer);
    if (dice_percent(&company->dice, 45))
        return;
    manage_account(company, customer);
    struct visit visit =
        company_visit(company, customer->client, &door_orders, browser,
                      scratch_printf(company->scratch, "Authorization: Bearer %s\r\n", customer->token));

    if (dice_percent(&company->dice, 12))
        visit_call(&visit, &(struct call){ .method = "GET",
                                           .target = "/api/orders?page=1",
                                           .headers = NULL,
                                           .status = 401,
                                           .answer_type = PROBLEM,
                                           .answer = problem_json(company, 401, "Unauthorized",
                                                                  "The token has expired.") });
    if (dice_percent(&company->dice, 60))
        order = place_order(company, &visit, customer);
    if (order) {
        pay(company, order);
        visit_call(&visit, &(struct call){
                               .method = "GET",
                               .target = scratch_printf(company->scratch, "/api/orders/%s", order->number),
                               .status = 200,
                               .answer_type = JSON,
                               .answer = order_json(company, order),
                               .trouble = TROUBLE_REPEAT });
        if (dice_percent(&company->dice, 15)) {
            order->status = "cancelled";
            visit_call(&visit, &(struct call){ .method = "POST",
                                               .target = scratch_printf(
                                                   company->scratch, "/api/orders/%s:cancel", order->number),
                                               .status = 200,
                                               .type = JSON,
                                               .body = "{\"reason\":\"changed-mind\"}",
                                               .answer_type = JSON,
                                               .answer = order_json(company, order) });
        }
    }
    talk_close(&visit.talk);
}
