// SPDX-License-Identifier: Apache-2.0
package org.skerry.signaling.multicast.internal;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.skerry.testkit.Isolated;

/** What sends multicast runs in a network namespace of its own. */
class MulticastTest {

    @TestFactory
    Stream<DynamicTest> keepsTheContractOnLoopbackWithTtl0() throws IOException {
        return Isolated.tests(OnLoopback.class);
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContractOnASegment() throws IOException {
        return Isolated.tests(OnSegment.class);
    }

    @TestFactory
    Stream<DynamicTest> behavesOnTheWire() throws IOException {
        return Isolated.tests(OnTheWire.class);
    }
}
