// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Version;
import org.skerry.upgrade.set.FileHash;
import org.skerry.upgrade.set.JarPlace;
import org.skerry.upgrade.set.SetBundle;
import org.skerry.upgrade.set.SetStore;

/** A distribution of small bundles, which a test makes. */
record TestDistribution(Path folder) {

    static TestDistribution in(Path folder) throws IOException {
        for (String part : new String[] {"features", "system", "etc"}) {
            Files.createDirectories(folder.resolve(part));
        }
        return new TestDistribution(folder);
    }

    Distribution shipped() {
        return new Distribution(folder);
    }

    /** Ships a feature with bundles, each as {@code NAME:VERSION}. */
    TestDistribution feature(String name, String... bundles) throws IOException {
        for (String bundle : bundles) {
            String[] parts = bundle.split(":", 2);
            jar(
                    folder.resolve("system/org")
                            .resolve(parts[0])
                            .resolve(parts[1])
                            .resolve(parts[0] + "-" + parts[1] + ".jar"),
                    parts[0],
                    parts[1]);
        }
        Files.writeString(
                folder.resolve("features").resolve(name + ".json"),
                "{\"feature-resource-version\":\"1.0\",\"id\":\"org:" + name + ":1\",\"bundles\":["
                        + Stream.of(bundles)
                                .map(it -> "{\"id\":\"org:" + it + "\"}")
                                .collect(Collectors.joining(","))
                        + "]}");
        return this;
    }

    static Path jar(Path file, String name, String version) throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.put(new Attributes.Name("Bundle-ManifestVersion"), "2");
        headers.put(new Attributes.Name("Bundle-SymbolicName"), name);
        headers.put(new Attributes.Name("Bundle-Version"), version);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        return file;
    }

    /** Keeps the jar of a bundle in a home, as a deployment does. */
    static SetBundle deployed(SetStore store, String name, String version, String feature) throws IOException {
        Path jar = jar(store.folder().resolve("given"), name, version);
        String sha256 = FileHash.of(jar);
        JarPlace place = store.keep(jar, sha256);
        return new SetBundle(
                name,
                Version.parseVersion(version),
                5,
                feature,
                sha256,
                Optional.empty(),
                "feature:org:" + name,
                place);
    }
}
