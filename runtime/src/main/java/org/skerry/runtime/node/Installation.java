// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.ID;
import org.skerry.upgrade.set.BundleJar;
import org.skerry.upgrade.set.BundleSet;
import org.skerry.upgrade.set.FileHash;
import org.skerry.upgrade.set.JarPlace;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;
import org.skerry.upgrade.set.Stamp;

/**
 * Which bundles a home holds. A new home holds what was shipped, as far as {@code etc/node.properties} names it. From then on the
 * set in force says it. When the distribution is another one, or other features are named, the next start makes another set: what
 * was shipped, but what was deployed where that is newer, or was not shipped at all.
 *
 * @param distribution what was shipped
 * @param home whose bundles
 */
record Installation(Distribution distribution, NodeHome home) {

    private static final String FRAMEWORK = "framework";
    private static final int FRAMEWORK_LEVEL = 1;
    private static final int NODE_LEVEL = 5;
    /** Metadata of a bundle in a feature file (OSGi Compendium 8.1, chapter 160). */
    private static final String START_LEVEL = "bundleStartLevel";

    SetStore store() {
        return SetStore.of(home.folder());
    }

    /**
     * Finds the set in force, and makes it if there is none that fits. What one start chooses for itself does not count here.
     *
     * @return the set
     * @throws NodeException if a feature or a bundle is missing, or a file broken
     */
    BundleSet current() throws NodeException {
        List<String> named = NodeHome.names(home.settings().getProperty(NodeHome.FEATURES, ""));
        requireFramework(named);
        try {
            String stamp = Stamp.of(distribution.folder());
            Optional<BundleSet> kept = store().current();
            if (kept.isPresent()
                    && kept.get().distribution().equals(stamp)
                    && kept.get().named().equals(named)) {
                return kept.get();
            }
            return committed(kept, named, stamp, kept.isPresent() ? rebased(kept.get(), named) : shipped(named));
        } catch (IOException | IllegalArgumentException e) {
            throw home.failed("the bundles of this home cannot be told: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a set of what was shipped alone, when one with deployed bundles does not start.
     *
     * @return the set, in force from now on
     * @throws NodeException if it cannot be made
     */
    BundleSet shippedAlone() throws NodeException {
        List<String> named = NodeHome.names(home.settings().getProperty(NodeHome.FEATURES, ""));
        try {
            return committed(store().current(), named, Stamp.of(distribution.folder()), shipped(named));
        } catch (IOException e) {
            throw home.failed("the bundles of this home cannot be told: " + e.getMessage(), e);
        }
    }

    private BundleSet committed(Optional<BundleSet> before, List<String> named, String stamp, List<SetBundle> bundles)
            throws IOException {
        BundleSet made = new BundleSet(
                store().unused(),
                before.map(it -> OptionalLong.of(it.id())).orElse(OptionalLong.empty()),
                Instant.now(),
                named,
                stamp,
                bundles);
        store().write(made);
        store().commit(made.id());
        return made;
    }

    /**
     * What one start makes of a set: features that it names beyond the home's come from the distribution, those that it leaves out are
     * not started. Nothing of that is written down.
     *
     * @param set of the home
     * @param features that this start names
     * @return the set to boot
     * @throws NodeException if a feature is missing
     */
    BundleSet forThisRun(BundleSet set, List<String> features) throws NodeException {
        requireFramework(features);
        if (features.equals(set.named())) {
            return set;
        }
        List<SetBundle> bundles = new ArrayList<>();
        set.bundles().stream()
                .filter(it -> features.contains(it.feature()) || !set.named().contains(it.feature()))
                .forEach(bundles::add);
        try {
            for (String feature : features) {
                if (!set.features().contains(feature) && !set.named().contains(feature)) {
                    bundles.addAll(shipped(feature));
                }
            }
            return new BundleSet(set.id(), set.before(), set.at(), set.named(), set.distribution(), bundles);
        } catch (IOException | IllegalArgumentException e) {
            throw home.failed("the bundles of this start cannot be told: " + e.getMessage(), e);
        }
    }

    private void requireFramework(List<String> named) throws NodeException {
        if (!named.contains(FRAMEWORK)) {
            throw new NodeException(where() + "it is to name '" + FRAMEWORK + "', which every node stands on, and says "
                    + (named.isEmpty() ? "nothing" : "'" + String.join(", ", named) + "'"));
        }
    }

    private String where() {
        return home.etc().resolve(NodeHome.SETTINGS) + ": " + NodeHome.FEATURES + ": ";
    }

    private List<SetBundle> shipped(List<String> named) throws NodeException, IOException {
        Set<String> features = new LinkedHashSet<>(List.of(FRAMEWORK));
        features.addAll(named);
        List<SetBundle> out = new ArrayList<>();
        for (String feature : features) {
            try {
                out.addAll(shipped(feature));
            } catch (NodeException e) {
                throw new NodeException(where() + e.getMessage(), e);
            }
        }
        return out;
    }

    private List<SetBundle> shipped(String feature) throws NodeException, IOException {
        int usual = feature.equals(FRAMEWORK) ? FRAMEWORK_LEVEL : NODE_LEVEL;
        List<SetBundle> out = new ArrayList<>();
        for (FeatureBundle bundle : distribution.bundles(feature)) {
            Path jar = distribution.jar(bundle.getID());
            BundleJar says = BundleJar.read(jar);
            out.add(new SetBundle(
                    says.name(),
                    says.version(),
                    startLevel(bundle, usual),
                    feature,
                    FileHash.of(jar),
                    Optional.empty(),
                    location(bundle.getID()),
                    place(jar)));
        }
        return out;
    }

    static int startLevel(FeatureBundle bundle, int usual) {
        return bundle.getMetadata().get(START_LEVEL) instanceof Number named ? named.intValue() : usual;
    }

    private static String location(ID id) {
        return "feature:" + id.getGroupId() + ":" + id.getArtifactId()
                + id.getClassifier().map(it -> ":" + it).orElse("");
    }

    private JarPlace place(Path jar) {
        Path within = distribution.folder().resolve("system").relativize(jar);
        return new JarPlace(true, within.toString().replace('\\', '/'));
    }

    /** What was shipped now, and of the set before what was deployed, unless what was shipped is as new. */
    private List<SetBundle> rebased(BundleSet before, List<String> named) throws NodeException, IOException {
        Set<String> others = new LinkedHashSet<>(before.features());
        others.removeAll(before.named());
        others.removeAll(named);
        List<String> features = Stream.concat(
                        named.stream()
                                .filter(it -> !isRemoved(before, it))
                                .filter(it -> isShipped(it) || !isDeployed(before, it)),
                        others.stream().filter(this::isShipped))
                .toList();
        Map<String, SetBundle> out = new LinkedHashMap<>();
        shipped(features).forEach(it -> out.put(it.name(), it));
        Set<String> locations = out.values().stream().map(SetBundle::location).collect(Collectors.toSet());
        for (SetBundle deployed : before.bundles()) {
            boolean wanted = named.contains(deployed.feature()) || others.contains(deployed.feature());
            // What was shipped now may be what was deployed, under another name.
            boolean renamed = !out.containsKey(deployed.name()) && locations.contains(deployed.location());
            if (!deployed.jar().shipped() && wanted && !renamed) {
                out.merge(deployed.name(), deployed, Installation::newer);
            }
        }
        return List.copyOf(out.values());
    }

    private boolean isShipped(String feature) {
        return distribution.features().contains(feature);
    }

    /** Whether a feature that the home named was removed by command. */
    private static boolean isRemoved(BundleSet set, String feature) {
        return set.named().contains(feature) && !set.features().contains(feature);
    }

    private static boolean isDeployed(BundleSet set, String feature) {
        return set.bundles().stream()
                .anyMatch(it -> it.feature().equals(feature) && !it.jar().shipped());
    }

    private static SetBundle newer(SetBundle shipped, SetBundle deployed) {
        return deployed.version().compareTo(shipped.version()) > 0 ? deployed : shipped;
    }
}
