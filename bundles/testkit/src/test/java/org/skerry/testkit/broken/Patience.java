// SPDX-License-Identifier: Apache-2.0
package org.skerry.testkit.broken;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long a test on trial waits: long, but for the one that is to fail, which would wait in vain. */
final class Patience implements BeforeEachCallback {

    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(150);

    private final Flaw flaw;
    private final Duration ifHopeless;
    private volatile Duration now = LONG;

    Patience(Flaw flaw) {
        this(flaw, SHORT);
    }

    Patience(Flaw flaw, Duration ifHopeless) {
        this.flaw = flaw;
        this.ifHopeless = ifHopeless;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        now = test.getRequiredTestMethod().getName().equals(flaw.test()) ? ifHopeless : LONG;
    }

    Duration now() {
        return now;
    }
}
