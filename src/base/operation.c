/* SPDX-License-Identifier: Apache-2.0 */
#include "base/operation.h"

#include "base/byte.h"

/* Up to the next brace of the same segment. */
void operation_write_template(struct buffer *out, struct slice template)
{
    while (template.len) {
        size_t end = 1;

        while (*template.at == '{' && end < template.len && template.at[end] != '}' &&
               template.at[end] != '/')
            end++;
        if (*template.at == '{' && end < template.len && template.at[end] == '}') {
            buffer_text(out, "{}");
            end++;
        } else {
            buffer_append(out, slice_make(template.at, end));
        }
        template = slice_make(template.at + end, template.len - end);
    }
}

void operation_write(struct buffer *out, struct slice operation)
{
    while (operation.len && operation.at[0] != '/' && operation.at[0] != ' ') {
        char byte = operation.at[0];

        buffer_byte(out, byte_is_lower(byte) ? (char)(byte - ('a' - 'A')) : byte);
        operation = slice_make(operation.at + 1, operation.len - 1);
    }
    operation_write_template(out, operation);
}
