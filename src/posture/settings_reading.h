/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the reading of settings: what its parts share. */
#ifndef POSTURE_SETTINGS_READING_H
#define POSTURE_SETTINGS_READING_H

#include "posture/settings.h"

struct settings_reading {
    struct tree_reader *reader;
    struct posture_settings *ret;
    bool failed; /* memory was refused */
};

/* A function that answers the indexth of some words, NULL behind the last. */
typedef const char *settings_word(const void *context, size_t index);

/* Zeroed; NULL, and failed, when memory was refused. */
void *settings_array(struct settings_reading *reading, size_t count, size_t size);
/* Always false. */
bool settings_fault(struct settings_reading *reading, const struct tree_node *at, const char *rule,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* A fault that says what was most likely meant. `what`: "there is no check called". */
bool settings_misspelt(struct settings_reading *reading, struct position at, const char *rule,
                       const char *what, struct slice word, settings_word *get);
/* A text that is not empty, whatever YAML takes it for. */
bool settings_text(struct settings_reading *reading, const struct tree_node *node, const char *key,
                   struct slice *ret);
/* The texts of a list; of a scalar the one. Wrong ones are left out. */
size_t settings_texts(struct settings_reading *reading, const struct tree_node *node, const char *key,
                      const struct slice **ret, const struct tree_node ***ret_nodes);
bool settings_severity(struct settings_reading *reading, const struct tree_node *node, enum severity *ret);
/* Whether it is a mapping; NULL and null are none, and no fault. */
bool settings_mapping(struct settings_reading *reading, const struct tree_node *node, const char *key);
/* Faults the keys that `get` does not know. */
void settings_keys(struct settings_reading *reading, const struct tree_node *mapping, const char *what,
                   settings_word *get);

/* The list under `classes`. */
void settings_read_classes(struct settings_reading *reading, const struct tree_node *list);

#endif
