// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;

/**
 * What was shipped: {@code system/} with bundles in the layout of a Maven repository, {@code features/} with feature files
 * (OSGi Compendium 8.1, chapter 159), {@code etc/} with the configuration that a new home begins with. Never written to.
 *
 * @param folder where it lies
 */
public record Distribution(Path folder) {

    /** System property that the start script sets: the folder of the distribution. */
    public static final String PROPERTY = "skerry.dist";

    private static final String SUFFIX = ".json";

    /**
     * Finds the distribution that this process was started from.
     *
     * @return the distribution
     * @throws NodeException if there is none where the start script says
     */
    public static Distribution current() throws NodeException {
        String folder = System.getProperty(PROPERTY);
        if (folder == null || !Files.isDirectory(Path.of(folder, "system"))) {
            throw new NodeException(
                    "no distribution at " + folder + "; start skerry by its script, or set -D" + PROPERTY);
        }
        return new Distribution(Path.of(folder).toAbsolutePath().normalize());
    }

    /**
     * Reads the bundles of a feature.
     *
     * @param name of the feature, as its file is named without {@code .json}
     * @return its bundles, in the order of the file
     * @throws NodeException if the file is missing or broken
     */
    public List<FeatureBundle> bundles(String name) throws NodeException {
        Path file = folder.resolve("features").resolve(name + SUFFIX);
        if (!name.matches("[a-z0-9-]+") || !Files.isReadable(file)) {
            throw new NodeException(
                    "there is no feature '" + name + "'; " + folder.resolve("features") + " lists them");
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Feature feature = reader().readFeature(reader);
            return feature.getBundles();
        } catch (IOException | RuntimeException e) {
            throw new NodeException("feature file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return the names of the features that were shipped} */
    public List<String> features() {
        try (Stream<Path> files = Files.list(folder.resolve("features"))) {
            return files.map(it -> it.getFileName().toString())
                    .filter(it -> it.endsWith(SUFFIX))
                    .map(it -> it.substring(0, it.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** {@return what reads feature files} */
    static FeatureService reader() {
        return ServiceLoader.load(FeatureService.class, Distribution.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("org.apache.felix.feature is not on the class path"));
    }

    /**
     * Where a bundle lies in {@code system/}.
     *
     * @param id its Maven coordinates
     * @return the jar
     * @throws NodeException if it is not there
     */
    public Path jar(ID id) throws NodeException {
        Path jar = folder.resolve("system")
                .resolve(id.getGroupId().replace('.', '/'))
                .resolve(id.getArtifactId())
                .resolve(id.getVersion())
                .resolve(id.getArtifactId() + "-" + id.getVersion() + suffix(id) + ".jar");
        if (!Files.isReadable(jar)) {
            throw new NodeException("bundle " + id + " is missing from " + folder.resolve("system"));
        }
        return jar;
    }

    private static String suffix(ID id) {
        return id.getClassifier().map(it -> "-" + it).orElse("");
    }
}
