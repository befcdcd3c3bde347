// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.skerry.api.admin.Upgrades;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.FileHash;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is deployed goes through here: taken in, resolved on trial, drained, swapped, probed, and committed or taken back.
 * One change at a time, on a thread of its own.
 */
final class Gate implements Upgrades, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private static final Duration START = Duration.ofSeconds(60);
    /** That an answer takes to its client. */
    private static final long ANSWER_MILLIS = 500;

    private final Tools tools;
    private final Clock clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(run -> {
        Thread made = new Thread(run, "skerry-upgrade");
        made.setDaemon(true);
        return made;
    });
    private final AtomicBoolean busy = new AtomicBoolean();
    /** Whether the node is to start again when the answer is out. Confined to the thread. */
    private boolean restarting;

    /**
     * What it works with.
     *
     * @param context of its own bundle
     * @param store the sets of the home
     * @param intake takes files in
     * @param shipped reads features that were shipped
     * @param trial resolves
     * @param swap changes the framework
     * @param restart what cannot be swapped, and how to restart
     * @param audit the log
     * @param limits the configuration as it is now
     */
    record Tools(
            BundleContext context,
            SetStore store,
            Intake intake,
            Shipped shipped,
            Trial trial,
            Swap swap,
            Restart restart,
            Audit audit,
            Supplier<Limits> limits) {

        Path jar(SetBundle bundle) throws IOException {
            return store.jar(bundle, shipped.distribution());
        }
    }

    Gate(Tools tools, Clock clock) {
        this.tools = tools;
        this.clock = clock;
    }

    /** Some work of the gate. */
    @FunctionalInterface
    private interface Work {
        Report run(BundleSet current) throws RefusedException, IOException;
    }

    @Override
    public CompletionStage<Report> deploy(List<Path> files, Options options, Consumer<String> steps) {
        return run(current -> {
            List<Offer> offers = new ArrayList<>();
            for (Path file : files) {
                steps.accept("checking " + file);
                offers.addAll(tools.intake().take(file, current));
            }
            BundleSet target = Targets.with(current, tools.store().unused(), clock.instant(), offers);
            return change("deploying " + names(files), new Plan(current, target), options, steps);
        });
    }

    private static String names(List<Path> files) {
        return files.stream().map(it -> String.valueOf(it.getFileName())).collect(Collectors.joining(", "));
    }

    @Override
    public CompletionStage<Report> rollback(Options options, Consumer<String> steps) {
        return run(current -> {
            OptionalLong staged = tools.store().unstage(options.dryRun());
            if (staged.isPresent()) {
                String message = "set " + staged.getAsLong() + " was staged, and is not tried";
                return new Report(Outcome.UNCHANGED, List.of(), List.of(), message);
            }
            if (current.before().isEmpty()) {
                throw new RefusedException(
                        "there is nothing to go back to: no set of bundles was deployed before this one");
            }
            BundleSet before = tools.store().set(current.before().getAsLong());
            requireShipped(before);
            Options lower = new Options(options.dryRun(), true);
            return change("rolling back to set " + before.id(), new Plan(current, before), lower, steps);
        });
    }

    /** What was shipped with another distribution is not here any more. */
    private void requireShipped(BundleSet set) throws RefusedException, IOException {
        for (SetBundle bundle : set.bundles()) {
            if (bundle.jar().shipped() && !FileHash.of(tools.jar(bundle)).equals(bundle.sha256())) {
                throw new RefusedException("the set before had " + bundle.title()
                        + " of another distribution; start the node with that one instead");
            }
        }
    }

    @Override
    public CompletionStage<Report> install(String feature, Options options, Consumer<String> steps) {
        return run(current -> {
            if (current.features().contains(feature)) {
                throw new RefusedException("feature '" + feature + "' is installed already");
            }
            Offer offer = tools.shipped().feature(feature);
            BundleSet target = Targets.with(current, tools.store().unused(), clock.instant(), List.of(offer));
            return change("installing feature " + feature, new Plan(current, target), options, steps);
        });
    }

    @Override
    public CompletionStage<Report> remove(String feature, Options options, Consumer<String> steps) {
        return run(current -> {
            if (!current.features().contains(feature)) {
                throw new RefusedException("feature '" + feature + "' is not installed; there are "
                        + String.join(", ", current.features()));
            }
            String own = tools.context().getBundle().getSymbolicName();
            if (current.bundle(own).filter(it -> it.feature().equals(feature)).isPresent()) {
                throw new RefusedException("feature '" + feature + "' is what removes features; leave it out of"
                        + " etc/node.properties and restart the node");
            }
            BundleSet target = Targets.without(
                    current,
                    tools.store().unused(),
                    clock.instant(),
                    it -> !it.feature().equals(feature));
            return change("removing feature " + feature, new Plan(current, target), options, steps);
        });
    }

    @Override
    public List<FeatureState> features() {
        try {
            BundleSet current = current();
            Stream<FeatureState> installed = current.features().stream()
                    .map(name -> new FeatureState(name, true, (int) current.bundles().stream()
                            .filter(it -> it.feature().equals(name))
                            .count()));
            Stream<FeatureState> others = tools.shipped().names().stream()
                    .filter(it -> !current.features().contains(it))
                    .map(it -> new FeatureState(it, false, 0));
            return Stream.concat(installed, others).toList();
        } catch (IOException | RefusedException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private CompletionStage<Report> run(Work work) {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new BusyException());
        }
        CompletableFuture<Report> out = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                Report report = done(work);
                busy.set(false);
                out.complete(report);
            } catch (RefusedException | IOException | RuntimeException | Error e) {
                busy.set(false);
                out.completeExceptionally(e);
            }
            if (restarting) {
                restart();
            }
        });
        return out;
    }

    /** Whoever asked has the answer by now, or soon. */
    private void restart() {
        restarting = false;
        Drain.of(tools.context(), bundle -> true, tools.limits().get().drain());
        try {
            TimeUnit.MILLISECONDS.sleep(ANSWER_MILLIS);
            tools.restart().begin(tools.store());
        } catch (IOException e) {
            LOG.error("The node does not restart: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it stops already
        }
    }

    private Report done(Work work) throws RefusedException, IOException {
        try {
            return work.run(current());
        } finally {
            tools.store().prune(); // jars of what was refused, or only planned
        }
    }

    private BundleSet current() throws IOException, RefusedException {
        return tools.store()
                .current()
                .orElseThrow(() -> new RefusedException("this node was not started by the launcher of Skerry"));
    }

    private Report change(String what, Plan plan, Options options, Consumer<String> listener)
            throws RefusedException, IOException {
        Consumer<String> steps = step -> tell(listener, step);
        if (plan.isEmpty()) {
            return new Report(Outcome.UNCHANGED, List.of(), List.of(), "the node holds these bundles already");
        }
        if (tools.store().next().isPresent()) {
            throw new RefusedException(
                    "a set of bundles is staged already; restart the node, which tries it, or drop it with"
                            + " 'skerry rollback'");
        }
        requireUnrevoked(plan);
        List<String> lower = plan.downgrades();
        if (!lower.isEmpty() && !options.downgrade()) {
            throw new RefusedException("this would replace " + String.join(", ", lower)
                    + ", which is lower; say --allow-downgrade if it is meant");
        }
        steps.accept("resolving " + plan.to().bundles().size() + " bundles on trial");
        List<String> missing = tools.trial().missing(plan.to().bundles(), tools::jar);
        if (!missing.isEmpty()) {
            throw new RefusedException("nothing was changed, for this does not resolve: " + String.join("; ", missing));
        }
        Set<Bundle> touched = tools.swap().touched(plan.to());
        List<String> others = others(plan, touched);
        List<String> restart = tools.restart().reasons(plan, touched, tools::jar);
        if (options.dryRun()) {
            String how = restart.isEmpty() ? "would be swapped" : "would need a restart: " + String.join(", ", restart);
            return new Report(Outcome.PLANNED, plan.changes(), others, how);
        }
        tools.audit().write(what + ": " + said(plan));
        tools.store().write(plan.to());
        return restart.isEmpty() ? swap(what, plan, touched, others, steps) : stage(what, plan, restart, others, steps);
    }

    /** Also what a rollback brings back may have been signed by someone who is trusted no more. */
    private void requireUnrevoked(Plan plan) throws RefusedException {
        for (SetBundle bundle :
                Stream.concat(plan.updated().stream(), plan.added().stream()).toList()) {
            if (bundle.signer().isPresent()
                    && tools.intake().revoked(bundle.signer().get())) {
                throw new RefusedException(bundle.title() + " was signed by a publisher whose key is revoked: "
                        + bundle.signer().get());
            }
        }
    }

    /** Whoever listens may have gone; the change goes on. */
    private static void tell(Consumer<String> listener, String step) {
        try {
            listener.accept(step);
        } catch (RuntimeException e) {
            LOG.debug("Nobody hears that the gate is {}", step, e);
        }
    }

    private static List<String> others(Plan plan, Set<Bundle> touched) {
        Set<String> names =
                touched.stream().map(Bundle::getSymbolicName).collect(Collectors.toCollection(TreeSet::new));
        plan.changes().forEach(it -> names.remove(it.name()));
        return List.copyOf(names);
    }

    private static String said(Plan plan) {
        return plan.changes().stream()
                .map(it -> it.name() + " " + it.from().orElse("none") + " → "
                        + it.to().orElse("none")
                        + plan.to()
                                .bundle(it.name())
                                .map(to -> ", sha256 " + to.sha256()
                                        + to.signer()
                                                .map(by -> ", signed by " + by)
                                                .orElse(""))
                                .orElse(""))
                .collect(Collectors.joining("; "));
    }

    private Report stage(String what, Plan plan, List<String> restart, List<String> others, Consumer<String> steps)
            throws IOException {
        Files.writeString(tools.store().baseline(), Baseline.of(tools.context()).text());
        tools.store().stage(plan.to().id());
        tools.audit().note(what + ": staged as set " + plan.to().id() + " for " + String.join(", ", restart));
        boolean now = tools.restart().possible();
        if (now) {
            steps.accept("restarting");
            restarting = true;
        }
        return new Report(
                Outcome.STAGED,
                plan.changes(),
                others,
                String.join(", ", restart) + (now ? ": the node restarts" : ": restart the node to try it"));
    }

    private Report swap(String what, Plan plan, Set<Bundle> touched, List<String> others, Consumer<String> steps)
            throws IOException {
        Baseline before = Baseline.of(tools.context());
        Set<String> names = touched.stream().map(Bundle::getSymbolicName).collect(Collectors.toSet());
        plan.added().forEach(it -> names.add(it.name()));
        steps.accept("draining " + names.size() + " bundles");
        Drain.of(tools.context(), touched::contains, tools.limits().get().drain());
        try {
            steps.accept("swapping");
            tools.swap().run(plan.to());
            steps.accept("probing");
            before.require(plan.to(), names, tools.limits().get().window());
            tools.store().commit(plan.to().id());
        } catch (FailedSwapException e) {
            return takeBack(what, plan, before, names, e, steps);
        } catch (IOException | RuntimeException | Error e) {
            return takeBack(what, plan, before, names, new FailedSwapException(Deadline.text(e)), steps);
        }
        tools.audit().note(what + ": committed as set " + plan.to().id());
        return new Report(
                Outcome.COMMITTED,
                plan.changes(),
                others,
                "the node runs set " + plan.to().id());
    }

    private Report takeBack(
            String what, Plan plan, Baseline before, Set<String> names, FailedSwapException why, Consumer<String> steps)
            throws IOException {
        steps.accept("taking it back: " + why.getMessage());
        tools.audit().note(what + ": failed, and is taken back: " + why.getMessage());
        try {
            tools.swap().force(plan.from());
            before.require(plan.from(), names, tools.limits().get().window());
        } catch (FailedSwapException e) {
            String message = "what was deployed does not work (" + why.getMessage()
                    + "), and to take it back failed, too: " + e.getMessage()
                    + "; the node has to start again, with set " + plan.from().id();
            tools.audit().note(what + ": " + message);
            restarting = tools.restart().possible();
            throw new IOException(message, e);
        }
        tools.audit().note(what + ": set " + plan.from().id() + " runs again");
        return new Report(Outcome.ROLLED_BACK, plan.changes(), List.of(), why.getMessage());
    }

    /**
     * Judges the set that this start tries, if it does.
     *
     * @return done when it was committed; fails if it does not work, and the launcher is to go back
     */
    CompletionStage<Report> judge() {
        return run(current -> {
            OptionalLong trying = tools.store().trying();
            if (trying.isEmpty()) {
                return new Report(Outcome.UNCHANGED, List.of(), List.of(), "");
            }
            BundleSet set = tools.store().set(trying.getAsLong());
            try {
                awaitStart(set);
                Set<String> all = set.bundles().stream()
                        .filter(it -> tools.context().getBundle(it.location()) != null)
                        .map(SetBundle::name)
                        .collect(Collectors.toSet());
                before().require(set, all, tools.limits().get().window());
            } catch (FailedSwapException e) {
                tools.audit().note("set " + set.id() + " does not work: " + e.getMessage());
                tools.store().abandon();
                throw new RefusedException(e.getMessage(), e);
            }
            tools.store().commit(set.id());
            tools.audit().note("committed as set " + set.id() + " after a restart");
            return new Report(Outcome.COMMITTED, List.of(), List.of(), "the node runs set " + set.id());
        });
    }

    /** What worked before the restart. */
    private Baseline before() throws IOException {
        Path file = tools.store().baseline();
        return Baseline.of(tools.context(), Files.exists(file) ? Files.readString(file) : "");
    }

    /** The gate is up before all bundles are. */
    private void awaitStart(BundleSet set) throws FailedSwapException {
        FrameworkStartLevel framework =
                tools.context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkStartLevel.class);
        int highest =
                set.bundles().stream().mapToInt(SetBundle::startLevel).max().orElse(0);
        Deadline.call("starting all bundles", START, () -> {
            while (framework.getStartLevel() < highest) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return highest;
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
