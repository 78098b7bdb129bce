/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that break a rule each, and the same put right: the tables of the test of the check. */
#ifndef TESTS_CHECK_CASES_H
#define TESTS_CHECK_CASES_H

#include <stddef.h>

struct check_case {
    const char *bad;
    const char
        *faults; /* of it, in order: "LINE:COLUMN RULE", after a rule that only warns here "?", one a line */
    const char *good;
};

extern const struct check_case check_cases_object[], check_cases_paths[], check_cases_parameter[],
    check_cases_schema[];
extern const size_t check_cases_object_count, check_cases_paths_count, check_cases_parameter_count,
    check_cases_schema_count;

/* The first lines of documents. What follows begins at line 3; behind those with an operation at line 7, indented by
 * six. */
#define INFO "info: {title: T, version: '1'}\n"
#define HEAD_31 "openapi: 3.1.0\n" INFO
#define HEAD_30 "openapi: 3.0.3\n" INFO
#define HEAD_20 "swagger: '2.0'\n" INFO
#define GET                                                                                                  \
    "paths:\n"                                                                                               \
    "  /a:\n"                                                                                                \
    "    get:\n"                                                                                             \
    "      responses: {'200': {description: d}}\n"
#define POST                                                                                                 \
    "paths:\n"                                                                                               \
    "  /a:\n"                                                                                                \
    "    post:\n"                                                                                            \
    "      responses: {'200': {description: d}}\n"
/* A schema follows, from line 5, column 8. */
#define SCHEMA_31                                                                                            \
    HEAD_31 "components:\n"                                                                                  \
            "  schemas:\n"                                                                                   \
            "    S: "
#define SCHEMA_30                                                                                            \
    "openapi: 3.0.3\n"                                                                                       \
    "info: {title: T, version: '1'}\npaths: {}\n"                                                            \
    "components: {schemas: {\n"                                                                              \
    "    S: "
#define SCHEMA_20                                                                                            \
    "swagger: '2.0'\n"                                                                                       \
    "info: {title: T, version: '1'}\npaths: {}\n"                                                            \
    "definitions: {\n"                                                                                       \
    "    S: "

#endif
