// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.util.function.Consumer;

/**
 * How to share.
 *
 * @param fresh true for a new secret even if these paths were shared before
 * @param keep true if the node serves it again after a restart
 * @param progress called from time to time while files are read in, on a thread of the node; must not block
 */
public record ShareOptions(boolean fresh, boolean keep, Consumer<IndexProgress> progress) {

    /** Keeps the secret of an earlier share of the same paths, serves again after a restart, tells no one. */
    public static final ShareOptions DEFAULT = new ShareOptions(false, true, it -> {});
}
