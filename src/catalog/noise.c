/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/noise.h"

#include "base/byte.h"
#include "base/hash.h"
#include "catalog/kept.h"

#define TEXT(literal) SLICE_TEXT(literal)

/* clang-format off */
/* File endings of web pages' parts (not of API resources: no .json, .xml, .txt, .csv, .pdf, .zip). */
static const struct slice asset_endings[] = {
    TEXT(".css"), TEXT(".js"), TEXT(".mjs"), TEXT(".map"), TEXT(".png"), TEXT(".jpg"), TEXT(".jpeg"),
    TEXT(".gif"), TEXT(".svg"), TEXT(".webp"), TEXT(".avif"), TEXT(".ico"), TEXT(".woff"), TEXT(".woff2"),
    TEXT(".ttf"), TEXT(".otf"), TEXT(".eot"), TEXT(".webmanifest"), TEXT(".wasm"), TEXT(".htm"),
    TEXT(".html"),
};

static const struct slice asset_types[] = {
    TEXT("text/css"), TEXT("text/html"), TEXT("text/javascript"), TEXT("application/javascript"),
    TEXT("application/x-javascript"), TEXT("image/"), TEXT("font/"), TEXT("application/font"),
    TEXT("application/x-font"), TEXT("application/vnd.ms-fontobject"), TEXT("application/wasm"),
    TEXT("application/manifest+json"),
};

static const struct slice asset_files[] = {
    TEXT("/robots.txt"), TEXT("/favicon.ico"), TEXT("/sitemap.xml"), TEXT("/humans.txt"), TEXT("/ads.txt"),
    TEXT("/browserconfig.xml"), TEXT("/crossdomain.xml"), TEXT("/manifest.json"), TEXT("/site.webmanifest"),
    TEXT("/apple-touch-icon.png"),
};

/* What scanners ask for: other people's products, left-over files, shells. Any part of the path; each begins with a
 * slash or a dot, and goes on in lower case. */
static const struct slice scanner_parts[] = {
    TEXT("/wp-"), TEXT("/wordpress"), TEXT(".php"), TEXT(".asp"), TEXT(".jsp"),
    TEXT(".cgi"), TEXT(".action"), TEXT("/cgi-bin"), TEXT("/.env"), TEXT("/.git"), TEXT("/.svn"),
    TEXT("/.hg"), TEXT("/.aws"), TEXT("/.ssh"), TEXT("/.ds_store"), TEXT("/.htaccess"), TEXT("/.htpasswd"),
    TEXT("/.vscode"), TEXT("/.idea"), TEXT("/phpmyadmin"), TEXT("/pma/"), TEXT("/adminer"),
    TEXT("/boaform"), TEXT("/hnap1"), TEXT("/gponform"), TEXT("/manager/html"), TEXT("/_ignition"),
    TEXT("/actuator"), TEXT("/solr/"), TEXT("/struts"), TEXT("/jenkins"), TEXT("/telescope"),
    TEXT("/vendor/phpunit"), TEXT("/owa/"), TEXT("/autodiscover"), TEXT("/remote/login"),
    TEXT("/server-status"), TEXT("/debug/default"), TEXT("/web-inf"), TEXT("/etc/passwd"), TEXT("/../"),
    TEXT("/hudson"), TEXT("/druid/"), TEXT("/geoserver"), TEXT("/nacos"), TEXT("/jmx-console"),
    TEXT("/invoker/"), TEXT("/_profiler"), TEXT("/web.config"), TEXT("/docker-compose"), TEXT("/dump.sql"),
    TEXT("/id_rsa"), TEXT("/.well-known/security.txt"), TEXT("/evox/"), TEXT("/portal/redlion"),
    TEXT("/level/15/exec"), TEXT("/wsman"), TEXT("/axis2"), TEXT("/v2/_catalog"), TEXT("/api/v1/pods"),
    TEXT("/api/jsonws"), TEXT("/login.action"), TEXT("/admin.cgi"), TEXT("/stalker_portal"),
};

/* Scanners ask for short paths; a longer one is not looked at to its end. */
#define SCANNER_LOOK 1024

static const struct slice health_paths[] = {
    TEXT("/health"), TEXT("/healthz"), TEXT("/livez"), TEXT("/readyz"), TEXT("/healthcheck"),
    TEXT("/health-check"), TEXT("/_health"), TEXT("/ping"), TEXT("/alive"), TEXT("/ready"), TEXT("/live"),
    TEXT("/heartbeat"),
};

static const struct slice probe_agents[] = {
    TEXT("kube-probe/"), TEXT("ELB-HealthChecker/"), TEXT("GoogleHC/"), TEXT("Prometheus/"),
    TEXT("Consul Health Check"), TEXT("Amazon-Route53-Health"), TEXT("UptimeRobot"), TEXT("Pingdom"),
    TEXT("StatusCake"), TEXT("Better Uptime"), TEXT("Blackbox Exporter"), TEXT("HAProxy"), TEXT("Envoy/HC"),
};

/* clang-format on */

#define EACH(table, name) for (size_t name = 0; name < sizeof(table) / sizeof *(table); name++)

static bool is_asset(const struct exchange *exchange, const struct fields *response, struct slice path)
{
    const char *dot = memrchr(path.at, '.', path.len);
    struct slice type;
    bool asset_ending = false;

    if (!dot || (size_t)(path.at + path.len - dot) > 13)
        return false;
    EACH(asset_files, i)
    if (slice_eq_nocase(path, asset_files[i]))
        return true;
    EACH(asset_endings, i)
    asset_ending |= slice_ends_with_nocase(path, asset_endings[i]);
    if (!asset_ending)
        return false;
    type = fields_find(response, FIELD_CONTENT_TYPE);
    if (slice_ends_with_nocase(path, SLICE(".map")) || type.len == 0 || exchange->status == 304 ||
        exchange->status >= 400)
        return true;
    EACH(asset_types, i)
    if (slice_starts_with_nocase(type, asset_types[i]))
        return true;
    return false;
}

static bool begins_like_scanner(struct slice rest)
{
    char first = rest.at[0], second = rest.len > 1 ? byte_lower(rest.at[1]) : '\0';

    EACH(scanner_parts, i)
    if (scanner_parts[i].at[0] == first && scanner_parts[i].at[1] == second &&
        slice_starts_with_nocase(rest, scanner_parts[i]))
        return true;
    return false;
}

static bool is_refusal(uint16_t status)
{
    return status == 0 || status == 400 || status == 401 || status == 403 || status == 404 || status == 410 ||
           status == 444;
}

static bool is_scanner(const struct exchange *exchange, struct slice path)
{
    size_t len = path.len < SCANNER_LOOK ? path.len : SCANNER_LOOK;

    if (!is_refusal(exchange->status))
        return false;
    for (size_t i = 0; i < len; i++)
        if ((path.at[i] == '/' || path.at[i] == '.') && begins_like_scanner(slice_make(path.at + i, len - i)))
            return true;
    return false;
}

static bool is_health_check(const struct fields *request, struct slice path, bool has_credential)
{
    struct slice agent = fields_find(request, FIELD_USER_AGENT);

    EACH(probe_agents, i)
    if (agent.len && agent.at[0] == probe_agents[i].at[0] && slice_starts_with_nocase(agent, probe_agents[i]))
        return true;
    if (!has_credential && path.len < 16)
        EACH(health_paths, i)
    if (slice_eq_nocase(path, health_paths[i]))
        return true;
    return false;
}

enum noise_kind noise_recognise(const struct exchange *exchange, const struct fields *request,
                                const struct fields *response, struct slice path, bool has_credential)
{
    struct slice method = exchange->method;
    bool is_get = slice_eq(method, SLICE("GET"));

    if (slice_eq(method, SLICE("OPTIONS")))
        return NOISE_PREFLIGHT;
    if (is_scanner(exchange, path))
        return NOISE_SCANNER;
    if (slice_eq(method, SLICE("HEAD")) || slice_eq(method, SLICE("TRACE")) ||
        slice_eq(method, SLICE("CONNECT")))
        return NOISE_METHOD;
    if (exchange->status == 405 || exchange->status == 501)
        return NOISE_METHOD;
    if (is_get && is_asset(exchange, response, path))
        return NOISE_ASSET;
    if (is_get && is_health_check(request, path, has_credential))
        return NOISE_HEALTH;
    return NOISE_KINDS;
}

const char *noise_name(enum noise_kind kind)
{
    static const char *const names[NOISE_KINDS] = {
        [NOISE_SCANNER] = "scanner", [NOISE_ASSET] = "asset",   [NOISE_PREFLIGHT] = "preflight",
        [NOISE_HEALTH] = "health",   [NOISE_METHOD] = "method", [NOISE_NOT_FOUND] = "not-found",
    };
    return names[kind];
}

void noise_init(struct noise_evidence *noise)
{
    *noise = (struct noise_evidence){ 0 };
    sample_init(&noise->paths, NOISE_SAMPLE);
}

/* A path longer than a sample keeps is cut: counts per path become counts per beginning. */
struct line {
    char text[SAMPLE_TEXT];
    size_t len;
    bool masked;
};

static void put(struct line *line, struct slice text)
{
    size_t room = sizeof line->text - line->len, len = text.len < room ? text.len : room;

    memcpy(line->text + line->len, text.at, len);
    line->len += len;
}

static void put_segment(struct line *line, struct classifier *classifier, struct slice part)
{
    enum segment_class class = segment_classify(part);
    struct slice stem, suffix;
    struct sample_value value;
    char mask[MASK_MOST];

    kept_segment(classifier, class, part, mask, &value);
    if (!value.masked && segment_split(part, &stem, &suffix)) {
        class = segment_classify(stem);
        kept_segment(classifier, class, stem, mask, &value);
    }
    line->masked |= value.masked;
    put(line, SLICE("/"));
    if (value.masked) {
        put(line, SLICE("{"));
        put(line, slice_of(segment_class_name(class)));
        put(line, SLICE("}"));
    } else {
        put(line, part);
    }
}

void noise_add(struct noise_evidence *noise, struct classifier *classifier, struct memory *account,
               struct slice method, struct slice path, int64_t time)
{
    struct line plain = { .len = 0 }, line = { .len = 0 };
    struct slice rest = path, part;
    struct sample_value value;
    uint64_t hash;

    support_add(&noise->support, time, 1);
    put(&plain, method);
    put(&plain, SLICE(" "));
    put(&plain, path);
    hash = hash_content(slice_make(plain.text, plain.len));
    if (!sample_wants(&noise->paths, hash) || sample_find(&noise->paths, hash)) {
        sample_add(&noise->paths, account, hash, path, 1);
        return;
    }
    put(&line, method);
    put(&line, SLICE(" "));
    while (slice_next(&rest, '/', &part))
        put_segment(&line, classifier, part);
    value = (struct sample_value){
        .text = line.masked ? slice_make(line.text, line.len) : slice_make(plain.text, plain.len),
        .full_len = (uint32_t)plain.len,
        .masked = line.masked,
    };
    sample_add_kept(&noise->paths, account, hash, &value, 1);
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
    unpack_segments(in, &noise->paths, account);
}
