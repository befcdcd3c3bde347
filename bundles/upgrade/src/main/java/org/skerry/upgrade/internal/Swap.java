// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;

/**
 * Brings the running framework to a set: stops what is touched, the highest start level first, changes it, wires it anew, and starts it
 * again, the lowest level first. The other bundles are left alone. It remembers what the framework holds, so that after a failure in
 * the midst the way back begins where that was. Confined to the thread of the gate.
 */
final class Swap {

    private final BundleContext system;
    private final FrameworkWiring wiring;
    private final Trial.Jars jars;
    private final Supplier<Duration> patience;
    /** The SHA-256 of what is installed, by location. */
    private final Map<String, String> held = new HashMap<>();
    /** What the set has and this run of the node was started without; it stays so. */
    private final Set<String> absent = new HashSet<>();
    /** What was stopped and is to be started. */
    private final Set<Bundle> down = new LinkedHashSet<>();

    /**
     * Prepares.
     *
     * @param system context of the framework itself, so that what is installed does not depend on the gate
     * @param running the set that the framework holds
     * @param jars of bundles
     * @param patience how long a single call into the framework may take
     */
    Swap(BundleContext system, BundleSet running, Trial.Jars jars, Supplier<Duration> patience) {
        this.system = system;
        this.wiring = system.getBundle().adapt(FrameworkWiring.class);
        this.jars = jars;
        this.patience = patience;
        for (SetBundle bundle : running.bundles()) {
            held.put(bundle.location(), bundle.sha256());
            if (bundle(bundle.location()).isEmpty()) {
                absent.add(bundle.location());
            }
        }
    }

    /** {@return the bundles that a change to a set stops, those that change included} */
    Set<Bundle> touched(BundleSet to) {
        List<Bundle> changed = new ArrayList<>();
        Map<String, String> left = new HashMap<>(held);
        for (SetBundle bundle : to.bundles()) {
            if (!bundle.sha256().equals(left.remove(bundle.location()))) {
                bundle(bundle.location()).ifPresent(changed::add);
            }
        }
        left.keySet().forEach(gone -> bundle(gone).ifPresent(changed::add));
        return new LinkedHashSet<>(wiring.getDependencyClosure(changed));
    }

    private Optional<Bundle> bundle(String location) {
        return Optional.ofNullable(system.getBundle(location));
    }

    /**
     * Changes the framework.
     *
     * @param to the set that it is to hold
     * @throws FailedSwapException if a bundle cannot be stopped, changed or started; the framework is between the sets then
     */
    void run(BundleSet to) throws FailedSwapException {
        run(to, new Strict());
    }

    /**
     * Changes the framework, as far as that can be: whatever fails, the rest is done all the same.
     *
     * @param to the set that it is to hold
     * @throws FailedSwapException what failed, all of it
     */
    void force(BundleSet to) throws FailedSwapException {
        Lenient all = new Lenient();
        run(to, all);
        if (!all.failures.isEmpty()) {
            throw new FailedSwapException(String.join("; ", all.failures));
        }
    }

    /** A step on the way, which may fail. */
    @FunctionalInterface
    private interface Step {
        void take() throws FailedSwapException;
    }

    /** What becomes of a step that fails. */
    private interface Course {
        void take(Step step) throws FailedSwapException;
    }

    private static final class Strict implements Course {
        @Override
        public void take(Step step) throws FailedSwapException {
            step.take();
        }
    }

    private static final class Lenient implements Course {

        final List<String> failures = new ArrayList<>();

        @Override
        public void take(Step step) {
            try {
                step.take();
            } catch (FailedSwapException e) {
                failures.add(e.getMessage());
            }
        }
    }

    private void run(BundleSet to, Course course) throws FailedSwapException {
        // What a run before this one has stopped, or drained, is stopped and started, too.
        down.addAll(touched(to));
        List<Bundle> changed = new ArrayList<>(down);
        for (Bundle bundle : byLevel(down, Comparator.reverseOrder())) {
            course.take(() -> stop(bundle));
        }
        Set<String> wanted = new HashSet<>();
        to.bundles().forEach(it -> wanted.add(it.location()));
        for (String location : List.copyOf(held.keySet())) {
            if (!wanted.contains(location)) {
                course.take(() -> uninstall(location));
            }
        }
        for (SetBundle bundle : to.bundles()) {
            if (!absent.contains(bundle.location()) && !bundle.sha256().equals(held.get(bundle.location()))) {
                course.take(() -> changed.add(put(bundle)));
            }
        }
        course.take(() -> refresh(changed));
        for (Bundle bundle : byLevel(down, Comparator.naturalOrder())) {
            course.take(() -> start(bundle));
        }
        course.take(() -> reach(to));
        down.clear();
    }

    /** A bundle above the start level of the framework is marked to start, no more. */
    private void reach(BundleSet to) throws FailedSwapException {
        FrameworkStartLevel framework = system.getBundle().adapt(FrameworkStartLevel.class);
        int highest =
                to.bundles().stream().mapToInt(SetBundle::startLevel).max().orElse(0);
        if (highest > framework.getStartLevel()) {
            CountDownLatch reached = new CountDownLatch(1);
            framework.setStartLevel(highest, event -> reached.countDown());
            await(reached, "the start level " + highest + " was not reached");
        }
    }

    private static List<Bundle> byLevel(Collection<Bundle> bundles, Comparator<Integer> order) {
        return bundles.stream()
                .filter(it -> it.getState() != Bundle.UNINSTALLED && !Trial.isFragment(it))
                .sorted(Comparator.comparing(
                        it -> it.adapt(BundleStartLevel.class).getStartLevel(), order))
                .toList();
    }

    private void stop(Bundle bundle) throws FailedSwapException {
        Deadline.call("stopping " + title(bundle), patience.get(), () -> {
            bundle.stop(Bundle.STOP_TRANSIENT);
            return bundle;
        });
    }

    private void start(Bundle bundle) throws FailedSwapException {
        Deadline.call("starting " + title(bundle), patience.get(), () -> {
            bundle.start();
            return bundle;
        });
    }

    private void uninstall(String location) throws FailedSwapException {
        Optional<Bundle> bundle = bundle(location);
        if (bundle.isPresent()) {
            Deadline.call("removing " + title(bundle.get()), patience.get(), () -> {
                bundle.get().uninstall();
                return location;
            });
        }
        held.remove(location);
    }

    private Bundle put(SetBundle bundle) throws FailedSwapException {
        Optional<Bundle> before = bundle(bundle.location());
        held.put(bundle.location(), "");
        Bundle after = Deadline.call("installing " + bundle.title(), patience.get(), () -> {
            try (InputStream in = Files.newInputStream(jars.of(bundle))) {
                if (before.isPresent()) {
                    // Its start level counts from the next start of the node: to set it here has Felix start it on a
                    // thread of its own.
                    before.get().update(in);
                    return before.get();
                }
                Bundle added = system.installBundle(bundle.location(), in);
                added.adapt(BundleStartLevel.class).setStartLevel(bundle.startLevel());
                return added;
            }
        });
        down.add(after);
        held.put(bundle.location(), bundle.sha256());
        return after;
    }

    private void refresh(List<Bundle> changed) throws FailedSwapException {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(changed, event -> done.countDown());
        await(done, "the bundles were not wired anew");
    }

    private void await(CountDownLatch latch, String otherwise) throws FailedSwapException {
        Duration most = patience.get();
        try {
            if (!latch.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new FailedSwapException(otherwise + " within " + most.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedSwapException("interrupted", e);
        }
    }

    static String title(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** {@return a bundle of a set, if it is installed} */
    Optional<Bundle> installed(SetBundle bundle) {
        return bundle(bundle.location());
    }
}
