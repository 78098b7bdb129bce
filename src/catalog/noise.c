/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/noise.h"

#include "base/hash.h"

#include <stdio.h>

/* File endings of web pages' parts (not of API resources: no .json, .xml, .txt, .csv, .pdf, .zip). */
static const char *const asset_endings[] = {
    ".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".woff",
    ".woff2", ".ttf", ".otf", ".eot", ".webmanifest", ".wasm", ".htm", ".html",
};

static const char *const asset_types[] = {
    "text/css", "text/html", "text/javascript", "application/javascript", "application/x-javascript", "image/",
    "font/", "application/font", "application/x-font", "application/vnd.ms-fontobject", "application/wasm",
    "application/manifest+json",
};

static const char *const asset_files[] = {
    "/robots.txt", "/favicon.ico", "/sitemap.xml", "/humans.txt", "/ads.txt", "/browserconfig.xml",
    "/crossdomain.xml", "/manifest.json", "/site.webmanifest", "/apple-touch-icon.png",
};

/* What scanners ask for: other people's products, left-over files, shells. Any part of the path. */
static const char *const scanner_parts[] = {
    "/wp-", "/wordpress", "xmlrpc.php", ".php", ".asp", ".jsp", ".cgi", ".action", "/cgi-bin", "/.env", "/.git",
    "/.svn", "/.hg", "/.aws", "/.ssh", "/.ds_store", "/.htaccess", "/.htpasswd", "/.vscode", "/.idea", "/phpmyadmin",
    "/pma/", "/adminer", "/boaform", "/hnap1", "/gponform", "/manager/html", "/_ignition", "/actuator", "/solr/",
    "/struts", "/jenkins", "/telescope", "/vendor/phpunit", "/owa/", "/autodiscover", "/remote/login",
    "/server-status", "/debug/default", "/web-inf", "/etc/passwd", "/../",
    "/hudson", "/druid/", "/geoserver", "/nacos", "/jmx-console", "/invoker/", "/_profiler",
    "/web.config", "/docker-compose", "/dump.sql", "/id_rsa", "/.well-known/security.txt", "/evox/",
    "/portal/redlion", "/level/15/exec", "/wsman", "/axis2", "/v2/_catalog", "/api/v1/pods",
    "/api/jsonws", "/login.action", "/admin.cgi", "/stalker_portal",
};

static const char *const health_paths[] = {
    "/health", "/healthz", "/livez", "/readyz", "/healthcheck", "/health-check", "/_health", "/ping", "/alive",
    "/ready", "/live", "/heartbeat",
};

static const char *const probe_agents[] = {
    "kube-probe/", "ELB-HealthChecker/", "GoogleHC/", "Prometheus/", "Consul Health Check", "Amazon-Route53-Health",
    "UptimeRobot", "Pingdom", "StatusCake", "Better Uptime", "Blackbox Exporter", "HAProxy", "Envoy/HC",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool contains_nocase(struct slice text, struct slice part)
{
    for (size_t i = 0; i + part.len <= text.len; i++) {
        size_t j = 0;

        while (j < part.len && lower(text.at[i + j]) == lower(part.at[j]))
            j++;
        if (j == part.len)
            return true;
    }
    return false;
}

static bool starts_with_nocase(struct slice text, struct slice head)
{
    return text.len >= head.len && slice_eq_nocase((struct slice){ text.at, head.len }, head);
}

static bool ends_with_nocase(struct slice text, struct slice tail)
{
    return text.len >= tail.len && slice_eq_nocase((struct slice){ text.at + text.len - tail.len, tail.len }, tail);
}

#define EACH(table, name) \
    for (size_t name = 0; name < sizeof(table) / sizeof *(table); name++)

static bool is_asset(const struct exchange *exchange, struct slice path)
{
    struct slice type = message_header(&exchange->response, SLICE("Content-Type"));
    bool asset_ending = false;

    EACH(asset_files, i)
        if (slice_eq_nocase(path, slice_of(asset_files[i])))
            return true;
    EACH(asset_endings, i)
        asset_ending |= ends_with_nocase(path, slice_of(asset_endings[i]));
    if (!asset_ending)
        return false;
    if (ends_with_nocase(path, SLICE(".map")) || type.len == 0 || exchange->status == 304 || exchange->status >= 400)
        return true;
    EACH(asset_types, i)
        if (starts_with_nocase(type, slice_of(asset_types[i])))
            return true;
    return false;
}

static bool is_scanner(const struct exchange *exchange, struct slice path)
{
    if (exchange->status != 0 && exchange->status < 400)
        return false;
    if (exchange->status == 0 || exchange->status == 401 || exchange->status == 403 || exchange->status == 404 ||
        exchange->status == 400 || exchange->status == 410 || exchange->status == 444)
        EACH(scanner_parts, i)
            if (contains_nocase(path, slice_of(scanner_parts[i])))
                return true;
    return false;
}

static bool is_health_check(const struct exchange *exchange, struct slice path, bool has_credential)
{
    struct slice agent = message_header(&exchange->request, SLICE("User-Agent"));

    EACH(probe_agents, i)
        if (starts_with_nocase(agent, slice_of(probe_agents[i])))
            return true;
    if (!has_credential)
        EACH(health_paths, i)
            if (slice_eq_nocase(path, slice_of(health_paths[i])))
                return true;
    return false;
}

enum noise_kind noise_recognise(const struct exchange *exchange, struct slice path, bool has_credential)
{
    struct slice method = exchange->method;
    bool is_get = slice_eq(method, SLICE("GET"));

    if (slice_eq(method, SLICE("OPTIONS")))
        return NOISE_PREFLIGHT;
    if (is_scanner(exchange, path))
        return NOISE_SCANNER;
    if (slice_eq(method, SLICE("HEAD")) || slice_eq(method, SLICE("TRACE")) || slice_eq(method, SLICE("CONNECT")))
        return NOISE_METHOD;
    if (exchange->status == 405 || exchange->status == 501)
        return NOISE_METHOD;
    if (is_get && is_asset(exchange, path))
        return NOISE_ASSET;
    if (is_get && is_health_check(exchange, path, has_credential))
        return NOISE_HEALTH;
    return NOISE_KINDS;
}

const char *noise_name(enum noise_kind kind)
{
    static const char *const names[NOISE_KINDS] = {
        [NOISE_SCANNER] = "scanner", [NOISE_ASSET] = "asset",         [NOISE_PREFLIGHT] = "preflight",
        [NOISE_HEALTH] = "health",   [NOISE_METHOD] = "method",       [NOISE_NOT_FOUND] = "not-found",
    };
    return names[kind];
}

void noise_init(struct noise_evidence *noise)
{
    *noise = (struct noise_evidence){ 0 };
    sample_init(&noise->paths, NOISE_SAMPLE);
}

void noise_add(struct noise_evidence *noise, struct memory *account, struct slice method, struct slice path,
               int64_t time)
{
    char text[SAMPLE_TEXT + 1];
    int len = snprintf(text, sizeof text, "%.*s %.*s", SLICE_ARG(method), SLICE_ARG(path));
    struct slice value = { text, len < (int)sizeof text ? (size_t)len : sizeof text - 1 };

    support_add(&noise->support, time, 1);
    sample_add(&noise->paths, account, hash_content(value), value, 1);
}

bool noise_merge(struct noise_evidence *into, struct memory *account, const struct noise_evidence *from)
{
    support_merge(&into->support, &from->support);
    return sample_merge(&into->paths, account, &from->paths);
}

void noise_done(struct noise_evidence *noise, struct memory *account)
{
    sample_done(&noise->paths, account);
}

void noise_write(const struct noise_evidence *noise, struct buffer *out)
{
    pack_u64(out, noise->support.count);
    pack_i64(out, noise->support.first);
    pack_i64(out, noise->support.last);
    pack_sample(out, &noise->paths);
}

void noise_read(struct noise_evidence *noise, struct memory *account, struct unpack *in)
{
    struct support read = { .count = unpack_u64(in) };

    read.first = unpack_i64(in);
    read.last = unpack_i64(in);
    support_merge(&noise->support, &read);
    unpack_sample(in, &noise->paths, account);
}
