// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.osgi.service.feature.FeatureBundle;
import org.osgi.service.feature.ID;
import org.skerry.runtime.node.Distribution;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The features for Karaf name the bundles that the shipped feature files name, but for what Karaf brings itself. */
public class KarafFeaturesIT {

    private static final String PREFIX = "skerry-";
    /** What Karaf brings itself, and what needs the launcher of Skerry. */
    private static final Set<String> LEFT_OUT = Set.of("framework", "upgrade");

    private static final String GOGO = "org.apache.felix.gogo.";
    private static final int LEVELS_ABOVE = 75;

    @Test
    public void namesTheSameBundles() throws Exception {
        Distribution distribution = Distribution.current();
        Map<String, List<String>> shipped = new TreeMap<>();
        for (String feature : shippedFeatures(distribution)) {
            List<String> bundles = new ArrayList<>();
            for (FeatureBundle bundle : distribution.bundles(feature)) {
                if (!bundle.getID().getArtifactId().startsWith(GOGO)) {
                    bundles.add(level(bundle) + location(bundle.getID()));
                }
            }
            shipped.put(PREFIX + feature, bundles);
        }
        assertTrue(shipped.toString(), shipped.size() > 8);
        assertEquals(shipped, karafFeatures(distribution));
    }

    private static List<String> shippedFeatures(Distribution distribution) throws Exception {
        try (Stream<Path> files = Files.list(distribution.folder().resolve("features"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".json"))
                    .map(file -> file.substring(0, file.length() - ".json".length()))
                    .filter(feature -> !LEFT_OUT.contains(feature))
                    .toList();
        }
    }

    private static String level(FeatureBundle bundle) {
        Object level = bundle.getMetadata().get("bundleStartLevel");
        return level instanceof Number number ? LEVELS_ABOVE + number.intValue() + " " : " ";
    }

    private static String location(ID id) {
        String location = "mvn:" + id.getGroupId() + "/" + id.getArtifactId() + "/" + id.getVersion();
        return id.getClassifier()
                .map(classifier -> location + "/" + id.getType().orElse("jar") + "/" + classifier)
                .orElse(location);
    }

    private static Map<String, List<String>> karafFeatures(Distribution distribution) throws Exception {
        NodeList all = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(distribution.folder().resolve("features/features.xml").toFile())
                .getDocumentElement()
                .getChildNodes();
        Map<String, List<String>> features = new TreeMap<>();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element feature) {
                features.put(feature.getAttribute("name"), bundles(feature));
            }
        }
        return features;
    }

    private static List<String> bundles(Element feature) {
        NodeList all = feature.getElementsByTagName("bundle");
        List<String> bundles = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element bundle = (Element) all.item(i);
            bundles.add(bundle.getAttribute("start-level") + " " + bundle.getTextContent());
        }
        return bundles;
    }
}
