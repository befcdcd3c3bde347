// SPDX-License-Identifier: Apache-2.0
/** The gate: what is to be deployed is looked at, resolved on trial, swapped, probed, and committed or rolled back. */
@NullMarked
package org.skerry.upgrade.internal;

import org.jspecify.annotations.NullMarked;
