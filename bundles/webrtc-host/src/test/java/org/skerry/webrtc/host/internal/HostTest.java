// SPDX-License-Identifier: Apache-2.0
package org.skerry.webrtc.host.internal;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.skerry.testkit.Isolated;

/** Runs what needs the native library in a process of its own, which it may kill, and in a network namespace. */
final class HostTest {

    @TestFactory
    Stream<DynamicTest> withTheNativeLibrary() throws IOException {
        return Isolated.tests(HostBehaviour.class);
    }
}
