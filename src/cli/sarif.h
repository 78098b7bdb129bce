/* SPDX-License-Identifier: Apache-2.0 */
/* SARIF 2.1.0, for code scanning: what all reports in it have in common. Columns are counted in code points, which columnKind
 * says; files are named relative to the current directory.
 *
 *     sarif_begin(&sarif, out, account);    the tool, up to its rules
 *     ... a rule each: sarif_object(&sarif, NULL) ... sarif_close(&sarif)
 *     sarif_rules_end(&sarif);
 *     ... further members of the run
 *     sarif_results(&sarif);
 *     ... a result each
 *     sarif_results_end(&sarif);
 *     ... further members of the run
 *     sarif_end(&sarif); */
#ifndef CLI_SARIF_H
#define CLI_SARIF_H

#include "cli/output.h"
#include "tree/tree.h"
#include "json/writer.h"

#define SARIF_PATH 4096

struct sarif {
    struct output *out;
    struct json_writer json;
    struct buffer part, shown;
    char directory[SARIF_PATH]; /* canonical; empty when there is none to be relative to */
    /* The place looked at last: results are not in the order of their places, but near. */
    const struct tree_file *file;
    uint32_t line;
    size_t offset, reached; /* where the line begins; how far it was counted */
    uint64_t column;        /* of what was reached */
};

void sarif_begin(struct sarif *sarif, struct output *out, struct memory *account);
void sarif_rules_end(struct sarif *sarif);
void sarif_results(struct sarif *sarif);
void sarif_results_end(struct sarif *sarif);
void sarif_end(struct sarif *sarif);

/* Members of the object that is open. name NULL: an element of the array that is open. */
void sarif_object(struct sarif *sarif, const char *name);
void sarif_array(struct sarif *sarif, const char *name);
void sarif_close(struct sarif *sarif);
void sarif_text(struct sarif *sarif, const char *name, struct slice value);
void sarif_number(struct sarif *sarif, const char *name, uint64_t value);
void sarif_boolean(struct sarif *sarif, const char *name, bool value);
/* {"text": ...} of a text of ours. */
void sarif_fixed(struct sarif *sarif, const char *name, const char *value);
/* "message", of any text. */
void sarif_message(struct sarif *sarif, struct slice raw);
/* "physicalLocation" */
void sarif_physical(struct sarif *sarif, struct position at);
/* The same for what stands in no file, "api.example.com/users/{id}": scanners want a place, and a relative reference is the one they
 * all take. */
void sarif_resource(struct sarif *sarif, struct slice path);
/* Between results: lets out what was written. */
void sarif_pace(struct sarif *sarif);

#endif
