/* SPDX-License-Identifier: Apache-2.0 */
/* As much of X.509 (RFC 5280) as it takes to name a certificate: a bounded reading of DER that trusts nothing. */
#ifndef WIRE_DER_H
#define WIRE_DER_H

#include "base/slice.h"

/* The subject's common name, else the first DNS name among the alternative names; empty when there is neither. Points
 * into `certificate`, as it stands there (UTF8String, PrintableString, IA5String ...). */
struct slice der_certificate_name(struct slice certificate);

#endif
