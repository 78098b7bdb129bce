/* SPDX-License-Identifier: Apache-2.0 */
/* Documents for tests: read, looked into, and given back without a byte left over. */
#ifndef TESTS_CONTRACT_GIVEN_H
#define TESTS_CONTRACT_GIVEN_H

#include "contract/contract.h"

#include "base/check.h"

struct given {
    struct memory account;
    struct contract_set set;
    const struct contract *contract;
    struct error err;
    struct buffer faults;
};

#define DOCUMENTS "tests/contract/documents/"

/* Both may fail: then contract is NULL. */
void given_file(struct given *given, const char *path);
void given_text(struct given *given, const char *text);
void given_done(struct given *given);

/* Fails the test when there is none. */
const struct contract_operation *given_operation(const struct given *given, const char *method,
                                                 const char *path);
const struct contract_parameter *given_parameter(const struct contract_operation *operation,
                                                 enum contract_place place, const char *name);
const struct contract_response *given_response(const struct contract_operation *operation, const char *code);
/* A component of the document. */
const struct contract_schema *given_schema(const struct given *given, const char *name);
const struct contract_schema *given_property(const struct contract_schema *schema, const char *name);
/* All faults, one a line: "openapi.yaml:1:2: sentence". */
const char *given_faults(struct given *given);

#endif
