// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in this JVM and prints a line for each test, from which another JVM makes tests again. */
final class IsolatedTests implements TestExecutionListener {

    private static final String MARK = "isolated-test";

    private final PrintStream out;

    private IsolatedTests(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the tests.
     *
     * @param arguments names of test classes, separated by commas
     */
    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(Stream.of(arguments[0].split(","))
                        .map(name -> selectClass(name))
                        .toList())
                .build();
        LauncherFactory.create().execute(request, new IsolatedTests(System.out));
        System.exit(0); // a thread that a test left behind must not keep this JVM
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        print(test, "SKIPPED", reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean passed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        if (test.isTest() || !passed) {
            String status = result.getStatus() == TestExecutionResult.Status.ABORTED ? "SKIPPED" : "FAILED";
            print(
                    test,
                    passed ? "PASSED" : status,
                    result.getThrowable().map(IsolatedTests::describe).orElse(""));
        }
    }

    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (StackTraceElement element : thrown.getStackTrace()) {
            if (element.getClassName().startsWith("org.skerry.")) {
                text.append("\n at ").append(element);
            }
        }
        return text.toString();
    }

    private synchronized void print(TestIdentifier test, String status, String message) {
        String name = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(test.getDisplayName());
        out.println(MARK + '\t' + status + '\t' + name + '\t' + message.replace("\n", "\\n"));
    }

    /** Turns the printed lines into tests that pass, fail and are skipped as those did. */
    static List<DynamicTest> read(String output) {
        return output.lines()
                .filter(line -> line.startsWith(MARK + '\t'))
                .map(line -> line.split("\t", 4))
                .map(fields -> DynamicTest.dynamicTest(fields[2], () -> replay(fields[1], fields[3], output)))
                .toList();
    }

    private static void replay(String status, String message, String output) {
        if (status.equals("SKIPPED")) {
            Assumptions.abort(message);
        } else if (!status.equals("PASSED")) {
            String log =
                    output.lines().filter(line -> !line.startsWith(MARK)).reduce("", (all, line) -> all + "\n" + line);
            throw new AssertionError(message.replace("\\n", "\n") + "\n-- output of the isolated run:" + log);
        }
    }
}
