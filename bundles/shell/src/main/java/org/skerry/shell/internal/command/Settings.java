// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The configuration of a running node, to look at and to change. All methods may be called from any thread and answer at
 * once; stages complete on a thread of the settings, with a {@link SettingException} where something is refused. Changes are
 * made one after the other, in the order of the calls.
 */
public interface Settings {

    /**
     * Lists keys, by PID and name.
     *
     * @param pid of a component, or of an instance of a factory as in the name of its file; empty for all but those
     *     of the framework
     * @return completes with all keys, set or not
     */
    CompletionStage<List<Setting>> list(Optional<String> pid);

    /**
     * Changes a key, in the running node and in its file.
     *
     * @param pid of a component, or of an instance of a factory as in the name of its file; one that is new is made
     * @param key which
     * @param value what it is to be, taken as it is; empty to have the default again
     * @return completes when the component has taken the value up; if it does not, all is as it was before
     */
    CompletionStage<Change> change(String pid, String key, Optional<String> value);

    /**
     * A key of the configuration.
     *
     * @param pid as in the name of the file, without {@code .cfg}
     * @param key which
     * @param value in force, elements of a list separated by commas
     * @param fallback the value if none is set
     * @param type {@code integer}, {@code long}, {@code boolean}, {@code string} and the like
     * @param allowed type, range and options, for people
     * @param where what sets it, such as {@code etc/org.skerry.exchange.cfg}; empty if nothing does
     * @param meaning for people
     * @param atStart whether it is read only when the component starts
     */
    record Setting(
            String pid,
            String key,
            String value,
            String fallback,
            String type,
            String allowed,
            String where,
            String meaning,
            boolean atStart) {}

    /**
     * A change that was made.
     *
     * @param pid as in the name of the file, without {@code .cfg}
     * @param key which
     * @param before the value in force before
     * @param value the value that is set now
     * @param file where it stands, below the home
     * @param effect whether it counts already
     */
    record Change(String pid, String key, String before, String value, String file, Effect effect) {}

    /** Since when a value counts. */
    enum Effect {
        /** The component has taken it up. */
        IN_FORCE,
        /** The component reads this key only when it starts. */
        AT_START,
        /** No component that reads it is there. */
        UNUSED,
        /** It is for the component that answers, which takes it up when it has. */
        SOON
    }
}
