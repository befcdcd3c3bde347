// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.skerry.api.admin.Probe;
import org.skerry.api.admin.Readiness;
import org.skerry.api.admin.Readiness.Finding;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.SetBundle;

/**
 * What works before a change, so that it can be told whether it works after it: which services each bundle has, and of which the parts
 * of the node say that they are ready.
 */
final class Baseline {

    private static final Duration ONE_CALL = Duration.ofSeconds(5);
    /** Interfaces that the node is made of; what else a bundle registers is its own business, unless it registers nothing any more. */
    private static final String OURS = "org.skerry.";

    private static final long POLL_MILLIS = 50;

    private final BundleContext context;
    /** Interfaces by symbolic name. */
    private final Map<String, Set<String>> services;
    /** Names of parts and their findings. */
    private final Set<String> ready;

    private Baseline(BundleContext context, Map<String, Set<String>> services, Set<String> ready) {
        this.context = context;
        this.services = services;
        this.ready = ready;
    }

    /**
     * Looks.
     *
     * @param context of the gate
     * @return what works now
     */
    static Baseline of(BundleContext context) {
        Map<String, Set<String>> services = new HashMap<>();
        for (Bundle bundle : context.getBundles()) {
            services.put(bundle.getSymbolicName(), interfaces(bundle));
        }
        return new Baseline(context, services, new HashSet<>(askedWhatIsReady(context)));
    }

    /** Parts answer with code of theirs, which may hang. */
    private static List<String> askedWhatIsReady(BundleContext context) {
        try {
            return Deadline.call("asking what is ready", ONE_CALL, () -> ready(context));
        } catch (FailedSwapException e) {
            return List.of();
        }
    }

    /** {@return the same as text, for a start that is to work as well as this one} */
    String text() {
        StringBuilder out = new StringBuilder();
        ready.stream().sorted().forEach(it -> out.append("ready ").append(it).append('\n'));
        new TreeMap<>(services)
                .forEach((name, all) -> all.forEach(it -> out.append("service ")
                        .append(name)
                        .append(' ')
                        .append(it)
                        .append('\n')));
        return out.toString();
    }

    /**
     * Reads such a text.
     *
     * @param context of the gate
     * @param text that {@link #text} made; lines that mean nothing are skipped
     * @return what worked then
     */
    static Baseline of(BundleContext context, String text) {
        Map<String, Set<String>> services = new HashMap<>();
        Set<String> ready = new HashSet<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("ready")) {
                ready.add(line.substring("ready ".length()));
            } else if (words[0].equals("service") && words.length == 3) {
                services.computeIfAbsent(words[1], name -> new TreeSet<>()).add(words[2]);
            }
        }
        return new Baseline(context, services, ready);
    }

    private static Set<String> interfaces(Bundle bundle) {
        Set<String> out = new TreeSet<>();
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered != null) {
            for (ServiceReference<?> it : registered) {
                out.addAll(Arrays.asList((String[]) it.getProperty(Constants.OBJECTCLASS)));
            }
        }
        return out;
    }

    private static List<String> ready(BundleContext context) {
        List<String> out = new ArrayList<>();
        try {
            for (ServiceReference<Readiness> it : context.getServiceReferences(Readiness.class, null)) {
                Readiness part = context.getService(it);
                Bundle owner = it.getBundle(); // none if it was unregistered meanwhile
                if (part != null && owner != null) {
                    for (Finding finding : findings(part)) {
                        if (finding.ready()) {
                            out.add(owner.getSymbolicName() + ": " + finding.name());
                        }
                    }
                    context.ungetService(it);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return out;
    }

    private static List<Finding> findings(Readiness part) {
        try {
            return part.findings();
        } catch (RuntimeException | LinkageError e) {
            return List.of();
        }
    }

    /**
     * Waits until a set works at least as well, and tries it.
     *
     * @param set that the framework is to hold
     * @param touched bundles that were changed or stopped
     * @param window how long it may take
     * @throws FailedSwapException with one line for people, if it does not
     */
    void require(BundleSet set, Set<String> touched, Duration window) throws FailedSwapException {
        long deadline = System.nanoTime() + window.toNanos();
        String complaint = complaint(set, touched);
        while (!complaint.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new FailedSwapException(complaint + " within " + window.toSeconds() + " s");
            }
            pause();
            complaint = complaint(set, touched);
        }
        for (SetBundle bundle : set.bundles()) {
            Bundle running = context.getBundle(bundle.location());
            if (touched.contains(bundle.name()) && running != null) {
                call(running);
                probe(running);
            }
        }
    }

    private static void pause() throws FailedSwapException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedSwapException("interrupted", e);
        }
    }

    /** What is missing just now; empty if nothing is. */
    private String complaint(BundleSet set, Set<String> touched) {
        for (SetBundle bundle : set.bundles()) {
            if (touched.contains(bundle.name())) {
                Bundle running = context.getBundle(bundle.location());
                if (running == null || !running.getVersion().equals(bundle.version())) {
                    return bundle.title() + " was not installed";
                }
                if (!Trial.isFragment(running) && running.getState() != Bundle.ACTIVE && !isLazy(running)) {
                    return bundle.title() + " did not start";
                }
                Set<String> gone = new TreeSet<>(services.getOrDefault(bundle.name(), Set.of()));
                Set<String> now = interfaces(running);
                gone.removeAll(now);
                gone.removeIf(it -> !it.startsWith(OURS) && !now.isEmpty());
                if (!gone.isEmpty()) {
                    return bundle.title() + " did not register " + String.join(", ", gone);
                }
            }
        }
        Set<String> wanted = new TreeSet<>(ready);
        wanted.removeAll(askedWhatIsReady(context));
        wanted.removeIf(it -> set.bundle(it.substring(0, it.indexOf(':'))).isEmpty());
        return wanted.isEmpty() ? "" : "not ready again: " + String.join(", ", wanted) + ";";
    }

    private static boolean isLazy(Bundle bundle) {
        return bundle.getState() == Bundle.STARTING
                && Constants.ACTIVATION_LAZY.equals(bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY));
    }

    /** To get a service has its component activated. */
    private void call(Bundle bundle) throws FailedSwapException {
        ServiceReference<?>[] registered = bundle.getRegisteredServices();
        if (registered == null) {
            return;
        }
        for (ServiceReference<?> it : registered) {
            String name =
                    String.join(", ", (String[]) it.getProperty(Constants.OBJECTCLASS)) + " of " + Swap.title(bundle);
            boolean there = Deadline.call("activating " + name, ONE_CALL, () -> {
                boolean got = context.getService(it) != null;
                context.ungetService(it);
                return got;
            });
            if (!there) {
                throw new FailedSwapException(name + " cannot be activated; the log says why");
            }
        }
    }

    private void probe(Bundle bundle) throws FailedSwapException {
        try {
            for (ServiceReference<Probe> it : context.getServiceReferences(Probe.class, null)) {
                Probe probe = context.getService(it);
                if (probe != null) {
                    judge(
                            bundle,
                            Deadline.call(
                                    "trying " + Swap.title(bundle),
                                    ONE_CALL,
                                    () -> probe.probe(bundle.getBundleId())
                                            .toCompletableFuture()
                                            .get()));
                    context.ungetService(it);
                }
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void judge(Bundle bundle, List<Finding> findings) throws FailedSwapException {
        for (Finding finding : findings) {
            if (!finding.ready()) {
                throw new FailedSwapException(
                        Swap.title(bundle) + " does not work: " + finding.name() + ": " + finding.message());
            }
        }
    }
}
