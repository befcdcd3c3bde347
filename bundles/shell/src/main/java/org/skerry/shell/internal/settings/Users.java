// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is configured by a PID. */
interface Users {

    /** {@return whether there is a component that reads this PID, with or without values for it} */
    boolean known(Pid pid);

    /** {@return the components that a PID is for, as they are now; of a factory's instance, the one that it makes} */
    List<User> of(Pid pid);

    /**
     * A component.
     *
     * @param name of it
     * @param bundle id of its bundle
     * @param values what it was given
     * @param fallback what it has of itself
     * @param failure why it could not be activated with them, one line; empty if it could, or is not yet to be
     */
    record User(
            String name,
            long bundle,
            Map<String, Object> values,
            Map<String, Object> fallback,
            Optional<String> failure) {}
}
