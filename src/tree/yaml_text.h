/* SPDX-License-Identifier: Apache-2.0 */
/* The text of flow scalars: plain, 'quoted' and "quoted", which may go on over several lines. */
#ifndef TREE_YAML_TEXT_H
#define TREE_YAML_TEXT_H

#include "base/arena.h"

enum yaml_flow { YAML_PLAIN, YAML_SINGLE_QUOTED, YAML_DOUBLE_QUOTED };

/* `raw` is what the file has, without the quotes; the answer is a slice of it where nothing is to be decoded, else it lives in
 * the arena. {NULL, 0} when memory was refused. *ret_wrong is set to the first escape that is none. */
struct slice yaml_flow_text(struct arena *arena, struct slice raw, enum yaml_flow style,
                            const char **ret_wrong);

#endif
