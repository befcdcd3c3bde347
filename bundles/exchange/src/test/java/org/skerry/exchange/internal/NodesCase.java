// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.base.loop.ManualLoop;

/** Nodes on one loop, each with a folder of its own under {@link #state}. */
abstract class NodesCase {

    @TempDir
    Path state;

    final ManualLoop loop = new ManualLoop();

    /** A node with all that it needs; the same number takes up what was kept. */
    TestNode node(int number) {
        return new TestNode(number, loop, loop, state.resolve("" + number), Configured.DEFAULT).bound();
    }

    /** How a transfer has ended; null if it has not. */
    static TransferResult result(Transfer transfer) {
        return transfer.ended().toCompletableFuture().getNow(null);
    }
}
