// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A run of a contract, or of one of its tests, on a provider with a flaw. */
final class Trial implements TestExecutionListener {

    /** What tests came to, by method name. */
    private final Map<String, TestExecutionResult> results = new TreeMap<>();

    private Trial() {}

    /**
     * Runs all tests of a contract.
     *
     * @param contract extends the contract
     * @param flaw of its providers
     * @return what they came to
     */
    static Trial all(Class<?> contract, Flaw flaw) {
        return run(selectClass(contract), flaw);
    }

    /**
     * Runs the test that the flaw was made for.
     *
     * @param contract extends the contract
     * @param flaw of its providers
     * @return what it came to
     */
    static Trial one(Class<?> contract, Flaw flaw) {
        return run(selectMethod(contract, flaw.test()), flaw);
    }

    private static Trial run(DiscoverySelector selector, Flaw flaw) {
        Trial trial = new Trial();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
        System.setProperty(Flaw.PROPERTY, flaw.name());
        try {
            LauncherFactory.create().execute(request, trial);
        } finally {
            System.clearProperty(Flaw.PROPERTY);
        }
        return trial;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .ifPresentOrElse(
                        method -> results.put(method.getMethodName(), result),
                        () -> result.getThrowable().ifPresent(thrown -> results.put(test.getDisplayName(), result)));
    }

    /** {@return the names of the tests that ran to an end, and how it was} */
    Map<String, TestExecutionResult.Status> outcomes() {
        Map<String, TestExecutionResult.Status> outcomes = new TreeMap<>();
        results.forEach((test, result) -> outcomes.put(test, result.getStatus()));
        return outcomes;
    }

    /** {@return what failed tests threw, by method name} */
    Map<String, Throwable> failures() {
        Map<String, Throwable> failures = new TreeMap<>();
        results.forEach((test, result) -> {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                failures.put(test, result.getThrowable().orElseThrow());
            }
        });
        return failures;
    }
}
