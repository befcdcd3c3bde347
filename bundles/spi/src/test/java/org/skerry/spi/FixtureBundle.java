// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A bundle with one package that looks like one of the SPI, compiled from text. */
final class FixtureBundle {

    static final String NAME = "org.skerry.fixture";

    private FixtureBundle() {}

    /**
     * Makes the jar.
     *
     * @param work an empty folder
     * @param version of the package
     * @param plugin members of an interface that plugins implement
     * @param context members of an interface that plugins are given
     * @return the jar, in that folder
     */
    static Path make(Path work, String version, String plugin, String context) throws Exception {
        Path sources = Files.createDirectories(work.resolve("sources"));
        String annotations = "@org.osgi.annotation.versioning.";
        List<Path> files = List.of(
                write(
                        sources,
                        "package-info",
                        annotations + "Version(\"" + version + "\") package org.skerry.fixture;"),
                write(sources, "Plugin", in(annotations + "ConsumerType public interface Plugin {" + plugin + "}")),
                write(sources, "Context", in(annotations + "ProviderType public interface Context {" + context + "}")));
        Path classes = Files.createDirectories(work.resolve("classes"));
        compile(files, classes);
        Path jar = work.resolve(NAME + ".jar");
        try (Builder builder = new Builder()) {
            builder.addClasspath(classes.toFile());
            builder.setProperty("Bundle-SymbolicName", NAME);
            builder.setProperty("Export-Package", NAME);
            builder.setProperty("-noextraheaders", "true");
            builder.setProperty("-reproducible", "true");
            try (Jar built = builder.build()) {
                built.write(jar.toFile());
            }
        }
        return jar;
    }

    private static String in(String type) {
        return "package org.skerry.fixture; " + type;
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".java"), text);
    }

    private static void compile(List<Path> files, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-proc:none",
                "--release",
                "17",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            messages, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }
}
