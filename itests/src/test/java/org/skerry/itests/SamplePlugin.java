// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The sample plugin, built as an integrator builds it: a copy of its folder, by a Maven of its own, with Skerry's artifacts
 * in a repository. That repository holds what this build has just made; all else is looked up in the one that this build
 * uses, and no network is needed. Tests of one run share one build.
 */
final class SamplePlugin {

    /** Where the sample lies in a checkout. */
    static final Path SOURCE = root().resolve("itests/sample-plugin");

    private static final List<String> PARENTS = List.of("", "bundles", "bundles/bom");
    private static final List<String> JARS = List.of("api", "spi", "base", "testkit");
    private static final long MINUTES = 10;

    private static SamplePlugin built;

    private final Path project = root().resolve("itests/target/sample-plugin");
    private final Path repository = root().resolve("itests/target/sample-repository");

    private SamplePlugin() {}

    /** {@return the sample, built and tested} */
    static synchronized SamplePlugin built() throws IOException {
        if (built == null) {
            SamplePlugin sample = new SamplePlugin();
            sample.install();
            sample.copy();
            sample.build();
            built = sample;
        }
        return built;
    }

    /** {@return the bundle} */
    Path jar() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("target"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no jar in " + project));
        }
    }

    /** {@return the folder with the reports of its own tests} */
    Path reports() {
        return project.resolve("target/surefire-reports");
    }

    static Path root() {
        return Path.of(System.getProperty("skerry.root"));
    }

    /** Does what {@code mvn install} does with the artifacts that an integrator needs. */
    private void install() throws IOException {
        delete(repository);
        String version = System.getProperty("skerry.version");
        for (String parent : PARENTS) {
            String artifact = parent.isEmpty()
                    ? "skerry"
                    : "org.skerry." + Path.of(parent).getFileName();
            put(root().resolve(parent).resolve("pom.xml"), artifact, version, ".pom");
        }
        for (String name : JARS) {
            String artifact = "org.skerry." + name;
            Path bundle = root().resolve("bundles").resolve(name);
            put(bundle.resolve("pom.xml"), artifact, version, ".pom");
            put(bundle.resolve("target/" + artifact + "-" + version + ".jar"), artifact, version, ".jar");
        }
    }

    private void put(Path file, String artifact, String version, String extension) throws IOException {
        Path folder = Files.createDirectories(repository.resolve("org/skerry/" + artifact + "/" + version));
        Files.copy(file, folder.resolve(artifact + "-" + version + extension));
    }

    private void copy() throws IOException {
        delete(project);
        try (Stream<Path> all = Files.walk(SOURCE)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (!file.startsWith(SOURCE.resolve("target"))) {
                    Path to = project.resolve(SOURCE.relativize(file).toString());
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Files.createDirectories(project.resolve(".mvn")); // ends Maven's search for one further up
    }

    private void build() throws IOException {
        Path log = project.resolve("build.log");
        ProcessBuilder maven = new ProcessBuilder(
                        root().resolve("mvnw").toString(),
                        "-B",
                        "-ntp",
                        "-o",
                        "-f",
                        project.resolve("pom.xml").toString(),
                        "-Dmaven.repo.local=" + repository,
                        "-Dmaven.repo.local.tail=" + System.getProperty("skerry.repository"),
                        "-Dskerry.version=" + System.getProperty("skerry.version"),
                        "verify")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        maven.environment().keySet().removeAll(List.of("MAVEN_BASEDIR", "MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS"));
        Process process = maven.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError("the sample plugin does not build:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the sample plugin was built", e);
        } finally {
            process.destroy();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path emptied, IOException failed) throws IOException {
                Files.delete(emptied);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
