/* SPDX-License-Identifier: Apache-2.0 */
/* Scopes and roles of accepted JWTs that reach far: everything, administration, writing, deleting. Worked out once a token. */
#include "signal/answer.h"
#include "signal/jwt_facts.h"

void signal_scope(struct signal_reading *reading)
{
    const struct jwt_facts *facts = NULL;

    if (reading->credential_count && reading->credentials[0].is_jwt && signal_is_success(reading))
        facts = jwt_facts_of(reading, &reading->credentials[0]);
    if (!facts || facts->is_passing)
        return;
    for (size_t i = 0; i < facts->scope_count; i++)
        signal_tell(reading, FACT_token_scope, jwt_name(reading->memory, facts->scopes[i]));
}
