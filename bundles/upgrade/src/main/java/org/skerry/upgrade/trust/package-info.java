// SPDX-License-Identifier: Apache-2.0
/** Whose code may be deployed: publishers, their Ed25519 keys, and detached signatures. JDK only. */
@NullMarked
package org.skerry.upgrade.trust;

import org.jspecify.annotations.NullMarked;
