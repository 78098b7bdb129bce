/* SPDX-License-Identifier: Apache-2.0 */
/* The text of flow scalars: plain, 'quoted' and "quoted", which may go on over several lines. libfyaml 0.7 decodes some of
 * them wrongly ('' twice in a row, escaped spaces at line ends), and where nothing is to be decoded a slice of the file will
 * do. */
#ifndef TREE_YAML_FLOW_H
#define TREE_YAML_FLOW_H

#include "base/arena.h"

enum yaml_flow { YAML_PLAIN, YAML_SINGLE_QUOTED, YAML_DOUBLE_QUOTED };

/* `raw` is what the file has, without the quotes; the answer is a slice of it or lives in the arena. {NULL, 0} when memory
 * was refused. */
struct slice yaml_flow_text(struct arena *arena, struct slice raw, enum yaml_flow style);

#endif
