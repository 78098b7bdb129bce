/* SPDX-License-Identifier: Apache-2.0 */
/* New texts, held against the rules of their format before anybody gets them. */
#include "drift/addition_inside.h"

bool additions_write(struct additions *additions, const struct tree_file *file, struct buffer *out,
                     struct error *err)
{
    return edits_apply(&additions->edits, file, out, err);
}
