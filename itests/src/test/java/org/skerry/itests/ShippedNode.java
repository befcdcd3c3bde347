// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestProbeBuilder;
import org.osgi.service.feature.FeatureBundle;
import org.skerry.runtime.node.Distribution;
import org.skerry.runtime.node.NodeException;
import org.skerry.runtime.node.NodeHome;

/** The shipped feature files, configuration and logging as options of a Pax Exam container. */
final class ShippedNode {

    private static final int FRAMEWORK_LEVEL = 1;
    private static final int NODE_LEVEL = 5;

    private ShippedNode() {}

    /**
     * A node with the features named, in a new home.
     *
     * @param etc files of {@code etc/} to write over the shipped ones, by name
     * @param features names of feature files, {@code framework} first
     */
    static Option node(Map<String, String> etc, String... features) {
        try {
            Distribution distribution = Distribution.current();
            NodeHome home = new NodeHome(Files.createTempDirectory("skerry-it").toRealPath());
            home.prepare(distribution);
            for (Map.Entry<String, String> file : etc.entrySet()) {
                Files.writeString(home.etc().resolve(file.getKey()), file.getValue());
            }
            List<Option> options = new ArrayList<>();
            for (String feature : features) {
                int level = feature.equals("framework") ? FRAMEWORK_LEVEL : NODE_LEVEL;
                for (FeatureBundle shipped : distribution.bundles(feature)) {
                    String jar = distribution.jar(shipped.getID()).toUri().toString();
                    options.add(
                            isExtension(jar) || isFragment(shipped)
                                    ? bundle(jar).noStart()
                                    : bundle(jar).startLevel(level));
                }
            }
            options.addAll(List.of(
                    frameworkProperty(NodeHome.PROPERTY).value(home.folder().toString()),
                    frameworkProperty("felix.fileinstall.dir").value(home.etc().toString()),
                    frameworkProperty("felix.fileinstall.filter").value(".*\\.cfg"),
                    frameworkProperty("felix.fileinstall.noInitialDelay").value("true"),
                    frameworkProperty("felix.fileinstall.enableConfigSave").value("false"),
                    frameworkProperty("gosh.args").value("--noshutdown --nointeractive"),
                    systemProperty(NodeHome.PROPERTY).value(home.folder().toString()),
                    systemProperty("logback.configurationFile")
                            .value(home.etc().resolve("logback.xml").toUri().toString()),
                    junitBundles()));
            return composite(options.toArray(Option[]::new));
        } catch (IOException | NodeException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static boolean isExtension(String jar) {
        return jar.contains("spifly.dynamic.framework.extension");
    }

    private static boolean isFragment(FeatureBundle shipped) {
        return shipped.getID().getClassifier().isPresent();
    }

    /** The probe holds all test classes of this module, so what some of them need may be missing in the container. */
    static TestProbeBuilder probe(TestProbeBuilder probe) {
        probe.setHeader("Import-Package", "*;resolution:=optional");
        probe.setHeader("DynamicImport-Package", "*");
        return probe;
    }
}
