/* SPDX-License-Identifier: Apache-2.0 */
/* Response header fields that describe the machinery: products with their versions, debugging aids, addresses of the inside. A
 * product without a version ("nginx", "cloudflare") is none of it. */
#include "signal/internal.h"
#include "signal/look.h"

#include "base/byte.h"

#define BANNERS                                                                                              \
    (FIELD_BIT(server) | FIELD_BIT(x_powered_by) | FIELD_BIT(x_aspnet_version) |                             \
     FIELD_BIT(x_aspnetmvc_version))
#define DEBUGGERS                                                                                            \
    (FIELD_BIT(x_debug) | FIELD_BIT(x_debug_token) | FIELD_BIT(x_backend_server) | FIELD_BIT(x_runtime))
#define PLACES                                                                                               \
    (FIELD_BIT(location) | FIELD_BIT(x_backend_server) | FIELD_BIT(via) | FIELD_BIT(server) | FIELD_BIT(link))

/* A version is digits, a dot and a digit, where a product's name ended: "nginx/1.18.0", "Jetty(9.4.31)", "HAProxy 1.8". The
 * addresses of machines have three dots and are told elsewhere. */
static bool has_version(struct slice text)
{
    for (size_t i = 0; i + 2 < text.len; i++) {
        size_t end = i, dots = 0;

        if (!byte_is_digit(text.at[i]) || (i && (byte_is_digit(text.at[i - 1]) || text.at[i - 1] == '.')))
            continue;
        while (end < text.len && (byte_is_digit(text.at[end]) || (text.at[end] == '.' && end + 1 < text.len &&
                                                                  byte_is_digit(text.at[end + 1]))))
            dots += text.at[end++] == '.';
        if (dots && (dots != 3 || !internal_address(slice_make(text.at + i, end - i))))
            return true;
        i = end;
    }
    return false;
}

static void tell_banner(struct signal_reading *reading, enum field_id id, const char *name)
{
    struct slice value = fields_value(reading->response, id);

    if (value.len > 64)
        value.len = 64;
    for (size_t i = 0; i < value.len; i++)
        if (value.at[i] < ' ' || value.at[i] > '~')
            return;
    if (has_version(value))
        signal_tell_named(reading, FACT_version_banner, slice_of(name), value);
}

static void tell_debug(struct signal_reading *reading, enum field_id id, const char *name)
{
    if (fields_have(reading->response, id))
        signal_tell(reading, FACT_debug_header, slice_of(name));
}

/* An address inside, told to whoever asked elsewhere: a service that is asked by that very address names itself. */
static void tell_inside(struct signal_reading *reading, enum field_id id, const char *name)
{
    struct slice value = fields_value(reading->response, id);
    struct internal found;

    if (value.len && internal_find(value, &found) && found.kind != INTERNAL_PATH &&
        !look_has_nocase(reading->exchange->authority, found.text))
        signal_tellf(reading, FACT_internal_address, "header %s: %.*s", name,
                     SLICE_ARG(internal_mask(reading, &found)));
}

void signal_banner(struct signal_reading *reading)
{
    uint64_t present = reading->response->present;

    if (present & BANNERS) {
        tell_banner(reading, FIELD_ID_server, "Server");
        tell_banner(reading, FIELD_ID_x_powered_by, "X-Powered-By");
        tell_banner(reading, FIELD_ID_x_aspnet_version, "X-AspNet-Version");
        tell_banner(reading, FIELD_ID_x_aspnetmvc_version, "X-AspNetMvc-Version");
    }
    if (present & DEBUGGERS) {
        tell_debug(reading, FIELD_ID_x_debug, "X-Debug");
        tell_debug(reading, FIELD_ID_x_debug_token, "X-Debug-Token");
        tell_debug(reading, FIELD_ID_x_backend_server, "X-Backend-Server");
        tell_debug(reading, FIELD_ID_x_runtime, "X-Runtime");
    }
    if (present & PLACES) {
        tell_inside(reading, FIELD_ID_location, "Location");
        tell_inside(reading, FIELD_ID_x_backend_server, "X-Backend-Server");
        tell_inside(reading, FIELD_ID_via, "Via");
        tell_inside(reading, FIELD_ID_server, "Server");
        tell_inside(reading, FIELD_ID_link, "Link");
    }
}
