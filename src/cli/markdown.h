/* SPDX-License-Identifier: Apache-2.0 */
/* Text in Markdown as code forges show it: what documents and traffic bring in can neither mark up, link, mention nor break a table. */
#ifndef CLI_MARKDOWN_H
#define CLI_MARKDOWN_H

#include "base/buffer.h"

/* Cut to so many columns. */
void markdown_prose(struct buffer *out, struct slice text, size_t columns);
/* The same as code; nothing when it is empty. */
void markdown_code(struct buffer *out, struct slice text, size_t columns);

#endif
