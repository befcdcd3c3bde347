// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureService;
import org.skerry.upgrade.set.BundleJar;
import org.skerry.upgrade.set.FileHash;
import org.skerry.upgrade.set.JarPlace;
import org.skerry.upgrade.set.SetBundle;

/**
 * The features of the distribution that the node was started from. They are trusted as the node itself is.
 *
 * @param distribution its folder
 * @param reader of feature files
 */
record Shipped(Path distribution, FeatureService reader) {

    private static final String SUFFIX = ".json";
    private static final int LEVEL = 5;

    /** {@return their names} */
    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(distribution.resolve("features"))) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(SUFFIX))
                    .map(it -> it.substring(0, it.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads a feature.
     *
     * @param name of the feature
     * @return its bundles
     * @throws RefusedException if it was not shipped
     * @throws IOException if it cannot be read
     */
    Offer feature(String name) throws RefusedException, IOException {
        if (!names().contains(name)) {
            throw new RefusedException("there is no feature '" + name + "'; there are " + String.join(", ", names()));
        }
        return feature(distribution.resolve("features").resolve(name + SUFFIX), Optional.of(name));
    }

    /**
     * Reads a feature file that names bundles that were shipped.
     *
     * @param file to read
     * @param called the feature's name, if it is not the one that the file gives it
     * @return its bundles
     * @throws RefusedException if it is no feature, or names a bundle that was not shipped
     * @throws IOException if it cannot be read
     */
    Offer feature(Path file, Optional<String> called) throws RefusedException, IOException {
        List<SetBundle> out = new ArrayList<>();
        try (Reader in = Files.newBufferedReader(file)) {
            Feature feature = reader.readFeature(in);
            String name = called.orElseGet(() -> Archive.called(feature.getID()));
            for (FeatureBundle bundle : feature.getBundles()) {
                Archive.Item item = Archive.item(bundle, "");
                Path jar = distribution.resolve("system").resolve(item.entry());
                if (!Files.isReadable(jar)) {
                    throw new RefusedException("feature '" + name + "' names " + bundle.getID()
                            + ", which was not shipped; pack it with its bundles into a feature archive");
                }
                BundleJar says = BundleJar.read(jar);
                out.add(new SetBundle(
                        says.name(),
                        says.version(),
                        item.startLevel().orElse(LEVEL),
                        name,
                        FileHash.of(jar),
                        Optional.empty(),
                        item.location(),
                        new JarPlace(true, item.entry())));
            }
            return new Offer(Optional.of(name), out);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new RefusedException("it cannot be read as a feature: " + e.getMessage(), e);
        }
    }
}
