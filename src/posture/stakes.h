/* SPDX-License-Identifier: Apache-2.0 */
/* What is at stake at an endpoint or in a service: what checks raise and lower their severity by. */
#ifndef POSTURE_STAKES_H
#define POSTURE_STAKES_H

#include "posture/check.h"

/* Its answers hold sensitive data (of a class whose severity is at least medium). */
bool stakes_sensitive(const struct posture_endpoint *endpoint);
/* One class of it, for the evidence: "e-mail address". Empty: none. */
struct slice stakes_class(const struct posture_endpoint *endpoint);
/* A browser sends the credential by itself: cookies, Basic, Digest. */
bool stakes_ambient_endpoint(const struct endpoint *endpoint);
bool stakes_ambient(const struct posture_service *service);
/* Whether browsers call it at all: cookies, or a fair share of requests. */
bool stakes_browsed(const struct posture_service *service);

/* Over all endpoints of a service. */
uint64_t service_observed(const struct posture_service *service, enum mark mark);
uint64_t service_observed_times(const struct posture_service *service, enum fact_kind kind);
/* How often that very subject was seen. */
uint64_t observed_subject(const struct observations *observations, enum fact_kind kind, struct slice subject);

#endif
