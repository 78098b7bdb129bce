/* SPDX-License-Identifier: Apache-2.0 */
#include "spec/wrapper.h"

bool wrapper_is(struct slice key)
{
    static const char *const list[] = { "data",    "items",    "results",    "result",     "records",
                                        "rows",    "list",     "content",    "entries",    "values",
                                        "value",   "payload",  "body",       "response",   "object",
                                        "objects", "elements", "attributes", "collection", "page",
                                        "docs",    "hits",     "_embedded",  "embedded",   "edges",
                                        "node",    "nodes",    "element",    "item" };

    return SLICE_AMONG_NOCASE(key, list);
}
