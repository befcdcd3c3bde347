// SPDX-License-Identifier: Apache-2.0
package org.skerry.api.admin;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a part of the node keeps on disk: whether it is still what was written, and how it is mended. A part registers one as
 * an OSGi service. May be called from any thread, does not block, and leaves transfers and shares to go on; stages complete
 * on a thread of the part, exceptionally if the part stops or could not look at all.
 */
@ConsumerType
public interface Upkeep {

    /**
     * Looks at everything and changes nothing.
     *
     * @param deep whether to read files too whose time and size have not changed and that others own: those that are shared
     * @return what was looked at, and each fault as {@link Outcome#FOUND} or {@link Outcome#LEFT}
     */
    CompletionStage<List<Kept>> verify(boolean deep);

    /**
     * Looks at everything, shared files by time and size, and mends what it can. Nothing is deleted that cannot be had
     * again: what cannot be read is set aside under another name.
     *
     * @return what was looked at, and what has become of each fault. {@link Outcome#MENDED} is said only of what was looked
     *     at again afterwards
     */
    CompletionStage<List<Kept>> repair();

    /** {@return when this part repairs: those of a lower number first. Who fetches again what others drop comes after them} */
    default int turn() {
        return 0;
    }

    /** What has become of a fault. */
    enum Outcome {
        /** It is there; nothing was done. */
        FOUND,
        /** All is as it should be, which was looked at after the repair. */
        MENDED,
        /** What is wrong was dropped or marked, and comes again from peers. */
        HEALING,
        /** It cannot be mended by the node; the message says what to do. */
        LEFT
    }

    /**
     * Something that is wrong.
     *
     * @param outcome what has become of it
     * @param message one line for people, which names the file
     */
    record Fault(Outcome outcome, String message) {}

    /**
     * Something that is kept.
     *
     * @param name for people: {@code store /home/me/.skerry/store}
     * @param items how many were looked at
     * @param unit of the items, in the plural: {@code chunks}
     * @param bytes that were read for it
     * @param faults all that is wrong with it
     */
    record Kept(String name, long items, String unit, long bytes, List<Fault> faults) {

        /** Takes a copy of the list. */
        public Kept {
            faults = List.copyOf(faults);
        }
    }
}
