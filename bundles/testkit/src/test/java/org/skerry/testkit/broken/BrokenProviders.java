// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * Tests a contract: a correct provider passes it, and for each of its tests there is a broken provider that fails it, with a
 * message that quotes a sentence of the SPI. In the long form of the tests, a flaw fails no other test than its own.
 *
 * @param <F> the ways in which a provider is broken
 */
abstract class BrokenProviders<F extends Enum<F> & Flaw> {

    private static final boolean LONG = Boolean.getBoolean("skerry.ci");

    private final SpiJavadoc javadoc = new SpiJavadoc();
    private final Class<F> flaws;
    private final Class<?> contract;

    BrokenProviders(Class<F> flaws, Class<?> contract) {
        this.flaws = flaws;
        this.contract = contract;
    }

    /** Frees what flaws have left behind on purpose. */
    abstract void cleanUp();

    @AfterEach
    final void cleanUpAfterAll() {
        cleanUp();
    }

    @Test
    void theCorrectProviderPassesEveryTest() {
        Map<String, Status> outcomes =
                Trial.all(contract, Enum.valueOf(flaws, "NONE")).outcomes();
        assertThat(outcomes.keySet()).isEqualTo(testsOfContract());
        assertThat(outcomes.values()).containsOnly(Status.SUCCESSFUL);
    }

    @Test
    void eachTestHasAProviderThatFailsIt() {
        assertThat(broken().map(Flaw::test).collect(Collectors.toSet()))
                .as("a test that no broken provider fails may be one that asserts nothing")
                .isEqualTo(testsOfContract());
    }

    @TestFactory
    Stream<DynamicTest> eachFlawIsSeenByTheTestThatItWasMadeFor() {
        return broken().map(flaw -> DynamicTest.dynamicTest(flaw.name(), () -> seen(flaw)));
    }

    private void seen(F flaw) {
        boolean all = LONG && flaw.reach() == Flaw.Reach.ONE;
        Trial trial = all ? Trial.all(contract, flaw) : Trial.one(contract, flaw);
        cleanUp();
        Map<String, Throwable> failures = trial.failures();
        assertThat(failures.keySet())
                .as(() -> "tests that fail on a provider with the flaw " + flaw + ": " + failures)
                .containsExactly(flaw.test());
        String message = failures.get(flaw.test()).getMessage();
        assertThat(javadoc.quotedIn(message))
                .as("the message of %s quotes a sentence of the SPI: %s", flaw.test(), message)
                .anySatisfy(quote -> assertThat(javadoc.whyWrong(quote)).isEmpty());
    }

    private Stream<F> broken() {
        return Stream.of(flaws.getEnumConstants()).filter(flaw -> !flaw.test().isEmpty());
    }

    private Set<String> testsOfContract() {
        return Stream.<Class<?>>iterate(contract, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
