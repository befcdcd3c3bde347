// SPDX-License-Identifier: Apache-2.0
/**
 * Keeps strangers at arm's length: token buckets, rates per source, reputation that decays, and the trust policies.
 */
@NullMarked
package org.skerry.peering.internal.guard;

import org.jspecify.annotations.NullMarked;
