// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.skerry.base.loop.ManualLoop;

/** Commands to a node with nothing behind it. */
abstract class CommandsCase {

    final ManualLoop loop = new ManualLoop();
    final FakeNode node = new FakeNode();
    final FakeSkerry skerry = new FakeSkerry();
    RecordedReply reply = new RecordedReply();
    Commands commands;

    @BeforeEach
    void setUp() {
        node.skerry = Optional.of(skerry);
        commands = new Commands(node, loop, new WithSkerry(node, loop, Duration.ofSeconds(10)));
    }
}
