/* SPDX-License-Identifier: Apache-2.0 */
#include "company.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const struct door door_accounts = { "accounts.lanternfish.example", "192.0.2.10", 80 };
const struct door door_orders = { "orders.lanternfish.example", "192.0.2.11", 80 };
const struct door door_payments = { "payments.lanternfish.example", "192.0.2.12", 80 };
const struct door door_admin = { "payments.lanternfish.example:9090", "192.0.2.12", 9090 };
const struct door door_catalogue = { "shop.lanternfish.example", "192.0.2.13", 80 };
const struct door door_legacy = { "erp.lanternfish.example:8080", "192.0.2.20", 8080 };
const struct door door_scales = { "192.0.2.31:8088", "192.0.2.31", 8088 };

static const char *const first_names[] = { "Zo\u00eb", "J\u00fcrgen", "Amara",  "Ravi",   "Ines",  "Tom",
                                           "Wanjiru",  "Lucia",       "Mateus", "Sanna",  "Oskar", "Bea",
                                           "Farid",    "Noor",        "Piotr",  "Hannah", "Kofi",  "Yuki" };
static const char *const last_names[] = { "Albrecht", "Okafor",    "Lindqvist", "Moreau", "Castellan",
                                          "Iyer",     "Brandvold", "Novak",     "Sato",   "Whitlow",
                                          "Mbeki",    "Haverkamp", "Ruiz",      "Kessel" };
static const char *const cities[][2] = { { "Bremen", "DE" },   { "Porto", "PT" },       { "Galway", "IE" },
                                         { "Turku", "FI" },    { "Gda\u0144sk", "PL" }, { "Nantes", "FR" },
                                         { "Valencia", "ES" }, { "Bergen", "NO" } };
static const char *const lamp_words[] = { "Abyss", "Reef",  "Twilight", "Kelp",  "Harbour",
                                          "Comet", "Pearl", "Drift",    "Grotto" };
static const char *const lamp_kinds[][2] = { { "Torch", "torches" },
                                             { "Headlamp", "headlamps" },
                                             { "Strobe", "signals" },
                                             { "Canister Light", "canister-lights" } };

const char *company_time(struct company *company, int64_t time)
{
    time_t seconds = (time_t)(time / SECOND);
    struct tm day;
    char text[32];

    gmtime_r(&seconds, &day);
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &day);
    return scratch_printf(company->scratch, "%s", text);
}

static char *base64url(struct company *company, const void *bytes, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const uint8_t *at = bytes;
    char *text = scratch_get(company->scratch, len * 4 / 3 + 4), *out = text;

    for (size_t i = 0; i < len; i += 3) {
        uint32_t three = (uint32_t)at[i] << 16 | (i + 1 < len ? (uint32_t)at[i + 1] << 8 : 0) |
                         (i + 2 < len ? at[i + 2] : 0);

        for (size_t j = 0; j < 4 && i + j <= len; j++)
            *out++ = digits[(three >> (18 - 6 * j)) & 63];
    }
    *out = '\0';
    return text;
}

const char *jwt_of(struct company *company, const char *subject, const char *scope)
{
    static const char head[] = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"lf-2026-2\"}";
    const char *claims =
        scratch_printf(company->scratch,
                       "{\"iss\":\"https://identity.lanternfish.example\",\"sub\":\"%s\",\"scope\":\"%s\","
                       "\"iat\":1789300000,\"exp\":1789900000}",
                       subject, scope);
    uint8_t signature[64];

    dice_bytes(&company->dice, signature, sizeof signature);
    return scratch_printf(company->scratch, "%s.%s.%s", base64url(company, head, sizeof head - 1),
                          base64url(company, claims, strlen(claims)),
                          base64url(company, signature, sizeof signature));
}

static void sign_up(struct company *company, struct customer *customer, unsigned number)
{
    struct dice *dice = &company->dice;
    unsigned city = dice_below(dice, 8), luck;
    char session[33], digits[10];

    *customer = (struct customer){ .number = number, .city = cities[city][0], .country = cities[city][1] };
    dice_uuid(dice, customer->uuid);
    customer->first = DICE_PICK(dice, first_names);
    customer->last = DICE_PICK(dice, last_names);
    customer->email = scratch_printf(company->scratch, "%.3s%u@mail.example", customer->last, number);
    dice_text(dice, "0123456789", 9, digits);
    customer->phone = scratch_printf(company->scratch, "+49 151 %.3s%.5s", digits, digits + 3);
    luck = dice_below(dice, 55 * 12 * 28);
    customer->born = scratch_printf(company->scratch, "%u-%02u-%02u", 1950 + luck / (12 * 28),
                                    1 + luck / 28 % 12, 1 + luck % 28);
    luck = dice_below(dice, 99 * 99 * 9999);
    customer->social_number = scratch_printf(company->scratch, "%03u-%02u-%04u", 900 + luck / (99 * 9999),
                                             1 + luck / 9999 % 99, 1 + luck % 9999);
    dice_text(dice, "0123456789abcdef", 32, session);
    customer->session = scratch_printf(company->scratch, "%s", session);
    customer->token = jwt_of(company, customer->uuid, "shop");
    customer->client = number % 5 == 0 ? scratch_printf(company->scratch, "2001:db8:51::%x", number)
                                       : scratch_printf(company->scratch, "198.51.100.%u", 2 + number % 200);
    customer->created = company_time(company, company->now - (int64_t)dice_below(dice, 40000000) * SECOND);
}

void company_found(struct company *company)
{
    for (unsigned i = 0; i < CUSTOMERS; i++)
        sign_up(company, &company->customers[i], 10480 + i);
    for (unsigned i = 0; i < PRODUCTS; i++) {
        struct product *product = &company->products[i];
        unsigned kind = i % 4;

        snprintf(product->sku, sizeof product->sku, "LF-%c%03u", "THSC"[kind], 100 + i * 7);
        product->name = scratch_printf(company->scratch, "%s %s %u", lamp_words[i % 9], lamp_kinds[kind][0],
                                       200 * (1 + i % 7));
        product->category = lamp_kinds[kind][1];
        product->cents = 1990 + dice_below(&company->dice, 40000);
        product->stock = dice_below(&company->dice, 300);
    }
    company->next_port = 40000;
}

struct visit company_visit(struct company *company, const char *client, const struct door *door,
                           const char *agent, const char *credentials)
{
    struct visit visit = { .dice = &company->dice,
                           .scratch = company->scratch,
                           .host = door->host,
                           .agent = agent,
                           .credentials = credentials };
    bool is_v6 = strchr(client, ':');
    const char *server =
        is_v6 ? scratch_printf(company->scratch, "2001:db8:2::%s", strrchr(door->address, '.') + 1)
              : door->address;

    talk_open(&visit.talk, company->capture, peer_of(client, company->next_port), peer_of(server, door->port),
              company->now, false);
    company->next_port = company->next_port == 60000 ? 40000 : company->next_port + 1;
    return visit;
}

struct customer *company_customer(struct company *company)
{
    return &DICE_PICK(&company->dice, company->customers);
}

struct product *company_product(struct company *company)
{
    return &DICE_PICK(&company->dice, company->products);
}

struct order *company_order(struct company *company)
{
    return company->order_count ? &company->orders[dice_below(&company->dice, company->order_count)] : NULL;
}

const char *account_json(struct company *company, const struct customer *customer)
{
    return scratch_printf(
        company->scratch,
        "{\"id\":\"%s\",\"email\":\"%s\",\"name\":{\"first\":\"%s\",\"last\":\"%s\"},\"phone\":%s%s%s,"
        "\"birthDate\":\"%s\",\"country\":\"%s\",\"newsletter\":%s,\"createdAt\":\"%s\"}",
        customer->uuid, customer->email, customer->first, customer->last, customer->number % 3 ? "\"" : "",
        customer->number % 3 ? customer->phone : "null", customer->number % 3 ? "\"" : "", customer->born,
        customer->country, customer->number % 2 ? "true" : "false", customer->created);
}

const char *order_json(struct company *company, const struct order *order)
{
    char lines[1024];
    size_t at = 0;

    for (unsigned i = 0; i < order->lines; i++)
        at += (size_t)snprintf(
            lines + at, sizeof lines - at,
            "%s{\"line\":%u,\"sku\":\"%s\",\"name\":\"%s\",\"quantity\":%u,\"unitPrice\":%u.%02u}",
            i ? "," : "", i + 1, order->products[i]->sku, order->products[i]->name, 1 + i % 2,
            order->products[i]->cents / 100, order->products[i]->cents % 100);
    return scratch_printf(
        company->scratch,
        "{\"number\":\"%s\",\"status\":\"%s\",\"customerId\":\"%s\",\"placedAt\":\"%s\",\"currency\":\"EUR\","
        "\"total\":%u.%02u,\"lines\":[%s],\"shipTo\":{\"name\":\"%s %s\",\"city\":\"%s\",\"country\":\"%s\"},"
        "\"shipmentId\":%s%s%s%s}",
        order->number, order->status, order->customer->uuid, order->placed, order->total / 100,
        order->total % 100, lines, order->customer->first, order->customer->last, order->customer->city,
        order->customer->country, *order->shipment ? "\"" : "", *order->shipment ? order->shipment : "null",
        *order->shipment ? "\"" : "", order->lines > 2 ? ",\"giftNote\":\"Happy diving!\"" : "");
}

const char *problem_json(struct company *company, unsigned status, const char *title, const char *detail)
{
    return scratch_printf(company->scratch,
                          "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u,\"detail\":\"%s\"}",
                          title, status, detail);
}
