// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.swap;

/** Keeps a fetch under way: begins another one when one is nearly over. */
final class Fetches {

    private final Pair pair;
    private FileFetch current;

    Fetches(Pair pair) {
        this.pair = pair;
    }

    /** {@return the chunks of a fetch of which there is enough left} */
    Flow flow() throws Exception {
        if (current != null && current.nearlyOver()) {
            finish();
        }
        if (current == null) {
            current = pair.fetch();
            current.flow().settle();
        }
        return current.flow();
    }

    /** Leaves the one under way to itself: something is wrong with it. */
    void abandon() {
        current = null;
    }

    /** Waits for the good end of the one under way, if there is one. */
    void finish() throws Exception {
        FileFetch last = current;
        current = null;
        if (last != null) {
            last.finish();
        }
    }
}
