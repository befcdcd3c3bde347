// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.skerry.upgrade.set.BundleJar;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/**
 * What cannot be swapped in a running node: what the node stands on (feature {@code framework}), bundles that say so ({@code Skerry-Swap:
 * restart}), fragments, and whatever the gate itself is wired to.
 */
final class Restart {

    private static final String FRAMEWORK = "framework";
    /** Set by a launcher that starts the node again when it has stopped with a set staged. */
    private static final String PROPERTY = "skerry.restarts";

    private final BundleContext context;

    Restart(BundleContext context) {
        this.context = context;
    }

    /**
     * Says why a change needs a restart.
     *
     * @param plan the change
     * @param touched what it stops
     * @param jars of the bundles
     * @return reasons for people; none if it can be swapped
     * @throws IOException if a jar cannot be read
     */
    List<String> reasons(Plan plan, Set<Bundle> touched, Trial.Jars jars) throws IOException {
        List<String> out = new ArrayList<>();
        for (SetBundle bundle :
                Stream.concat(plan.updated().stream(), plan.added().stream()).toList()) {
            BundleJar says = BundleJar.read(jars.of(bundle));
            if (bundle.feature().equals(FRAMEWORK) || says.restart() || says.fragment()) {
                out.add(bundle.name());
            }
        }
        Stream<SetBundle> old =
                plan.updated().stream().map(it -> plan.from().bundle(it.name()).orElseThrow());
        Stream.concat(plan.removed().stream(), old)
                .filter(it -> it.feature().equals(FRAMEWORK) || runsForRestart(it))
                .forEach(it -> out.add(it.name()));
        if (touched.contains(context.getBundle()) || touched.contains(system())) {
            out.add("what the gate stands on");
        }
        return out.stream().distinct().toList();
    }

    /** Asks the bundle that runs, as its jar may have been lost, which is when people want to go back. */
    private boolean runsForRestart(SetBundle bundle) {
        Bundle running = context.getBundle(bundle.location());
        return running != null
                && (Trial.isFragment(running)
                        || BundleJar.RESTART.equals(running.getHeaders("").get(BundleJar.SWAP)));
    }

    private Bundle system() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
    }

    /** {@return whether the launcher starts the node again} */
    boolean possible() {
        return Boolean.parseBoolean(context.getProperty(PROPERTY));
    }

    /** Stops the node, in the background, and has the launcher start it again. */
    void begin(SetStore store) throws IOException {
        store.askRestart();
        try {
            system().stop();
        } catch (BundleException e) {
            throw new IOException("the node does not stop: " + e.getMessage(), e);
        }
    }
}
