/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is shown is printable UTF-8 without controls, fits its columns, and a CSV field stays one field. */
#include "base/text.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool claim)
{
    if (!claim)
        abort();
}

static void require_printable(struct slice shown)
{
    while (shown.len) {
        uint32_t point;

        require(text_take(&shown, &point));
        require(point >= 0x20 && (point < 0x7f || point > 0x9f) && (point < 0x202a || point > 0x202e));
    }
}

static void require_one_field(struct slice field)
{
    bool quoted = field.len && field.at[0] == '"';
    size_t quotes = 0;

    for (size_t i = 0; i < field.len; i++) {
        quotes += field.at[i] == '"';
        require(field.at[i] != ',' || (quoted && quotes % 2 == 1));
    }
    require(quotes % 2 == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct slice text = slice_make(data, size);
    struct memory account = { .limit = 0 };
    struct buffer out;

    buffer_init(&out, &account);
    text_escape(&out, text);
    require_printable(buffer_slice(&out));
    for (size_t columns = 0; columns < 12; columns++) {
        buffer_reset(&out);
        text_fit(&out, text, columns, true);
        require_printable(buffer_slice(&out));
        require(text_width(buffer_slice(&out)) == columns);
    }
    buffer_reset(&out);
    text_csv(&out, text);
    require_printable(buffer_slice(&out));
    require_one_field(buffer_slice(&out));
    buffer_done(&out);
    require(account.used == 0);
    return 0;
}
