// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;

/**
 * Checks a link before a node is booted for it, by the very code that the node has: the {@code api} bundle, read from the
 * distribution, for it is not on the launcher's class path.
 */
final class LinkSyntax {

    private static final String PARSER = "org.skerry.api.ContentLink";

    private LinkSyntax() {}

    /** {@return what is wrong with a link, one line} */
    static Optional<String> complaint(String link) throws NodeException {
        try (URLClassLoader api = new URLClassLoader(jars(), LinkSyntax.class.getClassLoader())) {
            api.loadClass(PARSER).getMethod("parse", String.class).invoke(null, link);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause().getMessage()));
        } catch (IOException | ReflectiveOperationException e) {
            throw new NodeException("the distribution is incomplete: " + PARSER + " is not in it", e);
        }
    }

    private static URL[] jars() throws IOException, NodeException {
        if (System.getProperty(Distribution.PROPERTY) == null) {
            return new URL[0];
        }
        Path folder = Distribution.current().folder().resolve("system/org/skerry/org.skerry.api");
        if (!Files.isDirectory(folder)) {
            return new URL[0];
        }
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> jars = found.filter(it -> it.toString().endsWith(".jar")).toList();
            URL[] urls = new URL[jars.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = jars.get(i).toUri().toURL();
            }
            return urls;
        }
    }
}
