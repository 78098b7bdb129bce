/* SPDX-License-Identifier: Apache-2.0 */
#include "base/error.h"

#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Sentences quote file names and bytes of the input, so they are escaped before they are kept (law 5). */
__attribute__((format(printf, 4, 0))) static void error_fill(struct error *err, enum error_kind kind,
                                                             const char *reason, const char *format,
                                                             va_list values)
{
    char raw[sizeof err->text];
    int len = vsnprintf(raw, sizeof raw, format, values);
    size_t kept = len < 0 ? 0 : (size_t)len < sizeof raw ? (size_t)len : sizeof raw - 1;

    if (reason && kept + 2 < sizeof raw)
        snprintf(raw + kept, sizeof raw - kept, ": %s", reason);
    err->kind = kind;
    text_escape_into(err->text, sizeof err->text, slice_of(len < 0 ? format : raw));
}

bool error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    va_list values;

    if (!err || err->kind != ERROR_NONE)
        return false;
    va_start(values, format);
    error_fill(err, kind, NULL, format, values);
    va_end(values);
    return false;
}

bool error_system(struct error *err, const char *format, ...)
{
    char reason[128];
    const char *text = strerror_r(errno, reason, sizeof reason);
    va_list values;

    if (!err || err->kind != ERROR_NONE)
        return false;
    va_start(values, format);
    error_fill(err, ERROR_SYSTEM, text, format, values);
    va_end(values);
    return false;
}
