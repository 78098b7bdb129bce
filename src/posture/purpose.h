/* SPDX-License-Identifier: Apache-2.0 */
/* What endpoints are for, told from method, template, fields and answers. Words alone are weak: "/tokens/{id}/transfers" logs nobody
 * in. Where a purpose decides about a finding, the words and the shape of bodies must agree. */
#ifndef POSTURE_PURPOSE_H
#define POSTURE_PURPOSE_H

#include "posture/posture.h"

/* A set of enum purpose. */
uint32_t purpose_of(const struct service *service, const struct endpoint *endpoint);
/* Whether calling it is meant to change something: POST, PUT, PATCH and DELETE, but not searches, logins, GraphQL queries or what
 * else only asks. */
bool purpose_changes_state(const struct endpoint *endpoint, uint32_t purpose);
/* "staging", "test", "dev", "uat", "qa", "preprod", "sandbox", "demo"; empty: nothing in the host says so. */
struct slice purpose_stage(const struct service *service);

#endif
