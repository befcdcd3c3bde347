// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.service.feature.Feature;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.FeatureService;
import org.osgi.service.feature.ID;
import org.skerry.upgrade.set.BundleJar;

/**
 * A zip file of one of three kinds: a bundle; a feature archive, with {@code feature.json} and jars in the layout of a Maven repository
 * below {@code system/}; a distribution, in which {@code features/} and {@code system/} lie in one folder.
 */
final class Archive implements Closeable {

    private static final String FEATURE = "feature.json";
    private static final String SYSTEM = "system/";
    private static final String FEATURES = "features/";
    private static final String SUFFIX = ".json";
    private static final String NAME = "[a-z0-9][a-z0-9.-]*";
    private static final int LONGEST_FEATURE = 1 << 20;
    private static final String START_LEVEL = "bundleStartLevel";

    private final ZipFile zip;
    private final String name;
    private final FeatureService reader;
    /** What may still be unpacked. */
    private long left;

    /**
     * Opens.
     *
     * @param file to read
     * @param name of the file, for people
     * @param reader of feature files
     * @param most bytes that may come out of it
     * @throws IOException if it is no zip file
     */
    Archive(Path file, String name, FeatureService reader, long most) throws IOException {
        this.zip = new ZipFile(file.toFile());
        this.name = name;
        this.reader = reader;
        this.left = most;
    }

    /**
     * A feature that the archive describes.
     *
     * @param name of the feature
     * @param items its bundles
     */
    record Described(String name, List<Item> items) {}

    /**
     * A bundle of a feature.
     *
     * @param location under which it is installed
     * @param entry where its jar lies
     * @param startLevel if the feature names one
     */
    record Item(String location, String entry, Optional<Integer> startLevel) {}

    boolean isBundle() throws IOException {
        return BundleJar.manifest(zip, name)
                .map(it -> it.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME))
                .isPresent();
    }

    /**
     * Reads what it describes.
     *
     * @param installed the features of the node; of a distribution no others are taken
     * @return the features
     * @throws RefusedException if a feature file is broken
     * @throws IOException if it cannot be read
     */
    List<Described> features(List<String> installed) throws RefusedException, IOException {
        ZipEntry single = zip.getEntry(FEATURE);
        if (single != null) {
            return List.of(described(single, SYSTEM, Optional.empty()));
        }
        List<Described> out = new ArrayList<>();
        for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
            String path = entry.getName();
            int at = path.indexOf(FEATURES);
            if (at >= 0 && path.endsWith(SUFFIX)) {
                String feature = path.substring(at + FEATURES.length(), path.length() - SUFFIX.length());
                if (installed.contains(feature)) {
                    out.add(described(entry, path.substring(0, at) + SYSTEM, Optional.of(feature)));
                }
            }
        }
        return out;
    }

    private Described described(ZipEntry entry, String folder, Optional<String> named)
            throws RefusedException, IOException {
        String text = text(entry);
        try (Reader in = new StringReader(text)) {
            Feature feature = reader.readFeature(in);
            String called = named.orElseGet(() -> called(feature.getID()));
            if (!called.matches(NAME)) {
                throw new RefusedException(name + ": '" + called + "' is no name of a feature");
            }
            List<Item> items = new ArrayList<>();
            for (FeatureBundle bundle : feature.getBundles()) {
                items.add(item(bundle, folder));
            }
            return new Described(called, items);
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(
                    name + ": " + entry.getName() + " cannot be read as a feature: " + e.getMessage(), e);
        }
    }

    private String text(ZipEntry entry) throws RefusedException, IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LONGEST_FEATURE + 1);
            if (bytes.length > LONGEST_FEATURE) {
                throw new RefusedException(name + ": " + entry.getName() + " is too long for a feature file");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** The build names features by classifier, others by artifact. */
    static String called(ID id) {
        return id.getClassifier().orElse(id.getArtifactId());
    }

    static Item item(FeatureBundle bundle, String folder) {
        ID id = bundle.getID();
        String classifier = id.getClassifier().map(it -> "-" + it).orElse("");
        String entry = folder + id.getGroupId().replace('.', '/') + "/" + id.getArtifactId() + "/" + id.getVersion()
                + "/" + id.getArtifactId() + "-" + id.getVersion() + classifier + ".jar";
        String location = "feature:" + id.getGroupId() + ":" + id.getArtifactId()
                + id.getClassifier().map(it -> ":" + it).orElse("");
        Optional<Integer> level = bundle.getMetadata().get(START_LEVEL) instanceof Number number
                ? Optional.of(number.intValue())
                : Optional.empty();
        return new Item(location, entry, level);
    }

    /**
     * Unpacks a bundle.
     *
     * @param item which
     * @param folder to unpack it to
     * @return the jar
     * @throws RefusedException if it is missing, or more comes out than is allowed
     * @throws IOException if it cannot be read or written
     */
    Path extract(Item item, Path folder) throws RefusedException, IOException {
        ZipEntry entry = zip.getEntry(item.entry());
        if (entry == null) {
            throw new RefusedException(name + " lacks " + item.entry() + ", which its feature names");
        }
        Path out = Files.createTempFile(folder, "bundle", ".part");
        boolean whole = false;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream to = Files.newOutputStream(out)) {
            left -= Intake.copy(in, to, left, name);
            whole = true;
            return out;
        } finally {
            if (!whole) {
                Files.deleteIfExists(out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
