// SPDX-License-Identifier: Apache-2.0
/**
 * Which bundles a home holds: a {@link org.skerry.upgrade.set.BundleSet} is written once under a number, and one file says which
 * one is in force. Read by the launcher when a node starts, and by the gate when it makes the next one. JDK only.
 */
@NullMarked
package org.skerry.upgrade.set;

import org.jspecify.annotations.NullMarked;
