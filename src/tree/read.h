/* SPDX-License-Identifier: Apache-2.0 */
/* The two readers behind tree_read. Both fill file->root, or add a FAULT_FATAL and leave it NULL; refused memory shows as
 * faults->failed. The text of the file is UTF-8 without NUL, and a NUL follows it. */
#ifndef TREE_READ_H
#define TREE_READ_H

#include "tree/tree.h"

void read_json(struct tree_reader *reader, struct tree_file *file, struct faults *faults);
void read_yaml(struct tree_reader *reader, struct tree_file *file, struct faults *faults);

#endif
