// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.share;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of looking at a version of a share, or at a content that was fetched.
 *
 * @param files that were looked at
 * @param bytes of them that were read
 * @param state what is wrong with what the node keeps of it, one line each
 * @param faults what is wrong with its files
 */
public record VersionReport(long files, long bytes, List<String> state, List<FileFault> faults) {

    /** Takes copies. */
    public VersionReport {
        state = List.copyOf(state);
        faults = List.copyOf(faults);
    }

    /**
     * The same with more that is wrong.
     *
     * @param more lines for {@link #state}
     * @return the report
     */
    VersionReport plus(List<String> more) {
        return new VersionReport(
                files, bytes, Stream.concat(more.stream(), state.stream()).toList(), faults);
    }

    /** What is wrong with a file. */
    public enum Kind {
        /** It is not there, or no regular file. */
        MISSING,
        /** Its bytes are others, and its time or size too: someone has changed it. */
        TOUCHED,
        /** Its bytes are others, though no one says to have changed it: time and size are what they were. */
        ROTTEN,
        /** It cannot be read. */
        UNREADABLE
    }

    /**
     * A file that is not what the manifest says.
     *
     * @param kind what is wrong
     * @param number of the file among those of the catalog, from 0
     * @param at where it lies
     */
    public record FileFault(Kind kind, int number, Path at) {

        /** {@return one line for people} */
        public String line() {
            return switch (kind) {
                case MISSING -> at + " is missing";
                case TOUCHED -> at + " was changed";
                case ROTTEN -> at + " has other bytes than it had, though its time and size are the same";
                case UNREADABLE -> at + " cannot be read";
            };
        }
    }
}
