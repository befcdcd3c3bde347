// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.skerry.testkit.Isolated;
import org.slf4j.LoggerFactory;

/**
 * Runs what needs the native library in a process of its own, which it may kill, and in a network namespace; skipped, and said
 * so, where the library cannot be loaded.
 */
class WebRtcNativeTest {

    @BeforeAll
    static void skipWithoutTheLibrary() throws Exception {
        Native.lease()
                .obstacle()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)
                .ifPresent(why -> {
                    LoggerFactory.getLogger(WebRtcNativeTest.class).warn("SKIPPED: {}", why);
                    Assumptions.abort("SKIPPED: " + why);
                });
    }

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfATransport() throws Exception {
        return Isolated.tests(WebRtcContract.class);
    }

    @TestFactory
    Stream<DynamicTest> survivesPeersThatMisbehave() throws Exception {
        return Isolated.tests(WebRtcHostility.class);
    }
}
