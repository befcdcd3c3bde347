// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.util.List;
import java.util.Optional;
import org.skerry.upgrade.set.SetBundle;

/**
 * What files bring, checked and kept, but not in force.
 *
 * @param feature whose bundles these are from now on, all of them; empty for single bundles
 * @param bundles in the order in which they are to be installed
 */
record Offer(Optional<String> feature, List<SetBundle> bundles) {

    Offer {
        bundles = List.copyOf(bundles);
    }
}
