// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.util.Collection;
import org.skerry.shell.internal.check.Nearest;

/** What to say of names that there are not. */
public final class SettingNames {

    private SettingNames() {}

    /** {@return that a PID has no such key, and which one may have been meant} */
    public static String noKey(String pid, String key, Collection<String> keys) {
        return pid + " has no key " + key + meant(key, keys);
    }

    /** {@return that no bundle has such a PID, and which one may have been meant} */
    public static String noPid(String pid, Collection<String> pids) {
        return "no bundle of this node has the PID " + pid + meant(pid, pids);
    }

    private static String meant(String name, Collection<String> names) {
        return Nearest.to(name, names).map(it -> "; did you mean " + it + "?").orElse("");
    }
}
