// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.skerry.testkit.Isolated;

/** Runs what needs the native library in a process of its own, which it may kill, and in a network namespace. */
class WebRtcNativeTest {

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfATransport() throws IOException {
        return Isolated.tests(WebRtcContract.class);
    }

    @TestFactory
    Stream<DynamicTest> survivesPeersThatMisbehave() throws IOException {
        return Isolated.tests(WebRtcHostility.class);
    }
}
