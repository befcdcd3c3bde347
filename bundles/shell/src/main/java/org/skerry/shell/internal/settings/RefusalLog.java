// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.Optional;

/**
 * What components threw when they were given other values. They keep the old ones then, and Declarative Services say so in
 * the log alone (OSGi Compendium 8.1, 112.5.13.1).
 */
interface RefusalLog {

    /** {@return now, for {@link #since}} */
    long mark();

    /** {@return what was thrown in a bundle after a mark, one line} */
    Optional<String> since(long mark, long bundle);
}
