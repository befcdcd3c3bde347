// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.skerry.api.admin.Readiness;

/** What starts the bundles of tests. Each is copied into a bundle alone, so it must use nothing of the others. */
final class Activators {

    private Activators() {}

    /** Registers a service. */
    public static final class Serving implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            context.registerService("java.lang.Runnable", (Runnable) () -> {}, null);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Registers nothing. */
    public static final class Silent implements BundleActivator {
        @Override
        public void start(BundleContext context) {}

        @Override
        public void stop(BundleContext context) {}
    }

    /** Cannot start. */
    public static final class Throwing implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("out of order");
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Never ends to start. */
    public static final class Hanging implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void stop(BundleContext context) {}
    }

    /** Says that it is ready if its version is 1. */
    public static final class Ready implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            boolean ready = context.getBundle().getVersion().getMajor() == 1;
            Readiness part = () -> List.of(new Readiness.Finding("it", ready, "it is so"));
            context.registerService(Readiness.class, part, null);
        }

        @Override
        public void stop(BundleContext context) {}
    }
}
