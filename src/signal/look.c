/* SPDX-License-Identifier: Apache-2.0 */
#include "signal/look.h"

#include "base/byte.h"

struct slice look_body(const struct signal_reading *reading, size_t most)
{
    const struct message *response = &reading->exchange->response;

    if (response->body_state != BODY_WHOLE && response->body_state != BODY_CUT)
        return (struct slice){ NULL, 0 };
    return slice_make(response->body.at, response->body.len < most ? response->body.len : most);
}

bool look_has(struct slice text, struct slice part)
{
    return text.len >= part.len && memmem(text.at, text.len, part.at, part.len) != NULL;
}

bool look_has_nocase(struct slice text, struct slice part)
{
    return slice_contains_nocase(text, part);
}

struct slice look_start(struct slice body)
{
    static const char mark[] = "\xef\xbb\xbf";

    if (body.len >= 3 && memcmp(body.at, mark, 3) == 0)
        body = slice_make(body.at + 3, body.len - 3);
    while (body.len &&
           (body.at[0] == ' ' || body.at[0] == '\n' || body.at[0] == '\r' || body.at[0] == '\t')) {
        body.at++;
        body.len--;
    }
    return body;
}

bool look_is_html(struct slice body)
{
    struct slice start = look_start(body);

    return slice_starts_with_nocase(start, SLICE("<!doctype html")) ||
           slice_starts_with_nocase(start, SLICE("<html")) || slice_starts_with_nocase(start, SLICE("<head"));
}

struct slice look_title(struct slice page)
{
    const char *at = page.at ? memmem(page.at, page.len, "<title", 6) : NULL, *start, *end;

    if (!at && page.at)
        at = memmem(page.at, page.len, "<TITLE", 6);
    start = at ? memchr(at, '>', (size_t)(page.at + page.len - at)) : NULL;
    end = start ? memchr(start, '<', (size_t)(page.at + page.len - start)) : NULL;
    return end ? slice_trim(slice_make(start + 1, (size_t)(end - start - 1))) : (struct slice){ NULL, 0 };
}

/* Anything that may say who or what somebody asked for. */
static bool is_somebodys(struct slice segment)
{
    size_t digits = 0;

    for (size_t i = 0; i < segment.len; i++) {
        char byte = segment.at[i];

        digits += byte_is_digit(byte);
        if (!byte_is_alphanumeric(byte) && !memchr("._-~+$", byte, 6))
            return true;
    }
    return digits > 4 || segment.len > 40;
}

struct slice look_path(const struct signal_reading *reading)
{
    char text[SIGNAL_SUBJECT];
    size_t len = 0;
    struct slice rest = reading->path, segment;

    while (slice_next(&rest, '/', &segment)) {
        struct slice shown = is_somebodys(segment) ? SLICE("*") : segment;

        if (len + 1 + shown.len > sizeof text)
            break;
        text[len++] = '/';
        memcpy(text + len, shown.at, shown.len);
        len += shown.len;
    }
    return len ? arena_copy(reading->arena, slice_make(text, len)) : SLICE("/");
}

bool look_is_monitor(const struct signal_reading *reading)
{
    static const char *const monitors[] = { "Prometheus/", "kube-probe/",   "GoogleHC/", "ELB-HealthChecker/",
                                            "Telegraf/",   "vm_promscrape", "Datadog",   "otelcol",
                                            "Grafana" };
    struct slice agent = fields_find(reading->request, FIELD_USER_AGENT);

    for (size_t i = 0; agent.len && i < sizeof monitors / sizeof *monitors; i++)
        if (slice_starts_with_nocase(agent, slice_of(monitors[i])))
            return true;
    return false;
}

void look_tell_path(struct signal_reading *reading, enum fact_kind kind)
{
    struct slice path = look_path(reading);

    signal_tell(reading, kind, path);
    if (reading->marks & (MARK_BIT(client_outside) | MARK_BIT(behind_proxy)))
        signal_tell(reading, FACT_exposed_outside, path);
}
