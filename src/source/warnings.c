/* SPDX-License-Identifier: Apache-2.0 */
#include "source/warnings.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

void warnings_add(struct warnings *warnings, const char *format, ...)
{
    char raw[WARNING_TEXT];
    va_list values;

    if (!warnings || warnings->total++ >= WARNINGS_KEPT)
        return;
    va_start(values, format);
    if (vsnprintf(raw, sizeof raw, format, values) < 0)
        raw[0] = '\0';
    va_end(values);
    text_escape_into(warnings->text[warnings->kept++], WARNING_TEXT, slice_of(raw));
}
