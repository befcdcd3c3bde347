// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class IsolatedTest {

    @BeforeEach
    void needsNamespaces() {
        Isolated.obstacle().ifPresent(Assumptions::abort);
    }

    @Test
    void theNamespaceHasItsOwnInterfacesAndSaysSo() throws IOException {
        assertThat(Isolated.here()).isFalse();
        Isolated.Run run = Isolated.run(Look.class, Duration.ofMinutes(1), "argument");
        assertThat(run.output()).contains("argument true lo,skerry0,skerry1");
        assertThat(run.exit()).isEqualTo(7);
    }

    @Test
    void testsPassFailAndAreSkippedAsTheyWereInside() throws IOException {
        Map<String, DynamicTest> tests =
                Isolated.tests(Fixture.class).collect(Collectors.toMap(DynamicTest::getDisplayName, test -> test));
        assertThat(tests).hasSize(3);
        assertThat(tests.get("passes").getExecutable()).satisfies(executable -> executable.execute());
        assertThatThrownBy(() -> tests.get("fails").getExecutable().execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a reason\nof two lines")
                .hasMessageContaining("printed before");
        assertThatThrownBy(() -> tests.get("skips").getExecutable().execute())
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("not today");
    }

    /** A program to run. */
    static final class Look {

        private Look() {}

        public static void main(String[] arguments) throws IOException {
            String interfaces = NetworkInterface.networkInterfaces()
                    .map(NetworkInterface::getName)
                    .sorted()
                    .collect(Collectors.joining(","));
            System.out.println(arguments[0] + " " + Isolated.here() + " " + interfaces);
            System.exit(7);
        }
    }

    /** Tests to run, inside only. */
    static class Fixture {

        @BeforeEach
        void insideOnly() {
            Assumptions.assumeTrue(Isolated.here());
        }

        @Test
        void passes() {}

        @Test
        void fails() {
            System.out.println("printed before");
            throw new AssertionError("a reason\nof two lines");
        }

        @Test
        void skips() {
            Assumptions.abort("not today");
        }
    }
}
