// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The sample plugin of docs/writing-a-signaling-provider.md does what the guide says. */
public class SamplePluginIT {

    private static final int MOST_LINES = 150;
    private static final int LEAST_TESTS = 19;
    private static final Pattern NO_CODE = Pattern.compile("\\s*(|//.*|/?\\*.*|import .*|package .*)");
    private static final Pattern QUOTE = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern RANGE =
            Pattern.compile("org\\.skerry\\.spi\\.signaling;version=\"\\[(\\d+)\\.\\d+,(\\d+)\\)\"");

    @Test
    public void passesTheContractWhenItIsBuiltAlone() throws Exception {
        Path report = SamplePlugin.built()
                .reports()
                .resolve("TEST-com.example.skerry.sharedfolder.SharedFolderContractTest.xml");
        Element suite = parse(report).getDocumentElement();
        int tests = Integer.parseInt(suite.getAttribute("tests"));
        assertTrue("tests run: " + tests, tests >= LEAST_TESTS);
        for (String none : List.of("failures", "errors")) {
            assertEquals(none, "0", suite.getAttribute(none));
        }
        // A folder is no connection that can be cut; that the class loader goes is seen in a node, by SharedFolderIT.
        assertEquals("skipped", "2", suite.getAttribute("skipped"));
    }

    @Test
    public void importsTheSpiUpToTheNextMajorVersion() throws Exception {
        try (JarFile jar = new JarFile(SamplePlugin.built().jar().toFile())) {
            String imports = jar.getManifest().getMainAttributes().getValue("Import-Package");
            Matcher range = RANGE.matcher(imports);
            assertTrue(imports, range.find());
            assertEquals(Integer.parseInt(range.group(1)) + 1, Integer.parseInt(range.group(2)));
        }
    }

    @Test
    public void isSmall() throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.walk(SamplePlugin.SOURCE.resolve("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines += Files.readAllLines(file).stream()
                        .filter(line -> !NO_CODE.matcher(line).matches())
                        .count();
            }
        }
        assertTrue(lines + " lines, without imports and comments", lines > 0 && lines <= MOST_LINES);
    }

    /** So that a repository that holds what Skerry's build needs, and no more, is enough. */
    @Test
    public void needsWhatThisBuildNeeds() throws Exception {
        Document sample = parse(SamplePlugin.SOURCE.resolve("pom.xml"));
        assertEquals(0, sample.getElementsByTagName("parent").getLength());
        Map<String, String> ours = versions(parse(SamplePlugin.root().resolve("pom.xml")));
        Map<String, String> its = versions(sample);
        its.keySet().removeIf(name -> name.startsWith("org.skerry."));
        assertFalse(its.isEmpty());
        its.forEach((name, version) -> assertEquals(name, ours.get(name), version));
    }

    @Test
    public void isWhatTheGuideQuotes() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.walk(SamplePlugin.SOURCE.resolve("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                code.append(Files.readString(file));
            }
        }
        String guide = Files.readString(SamplePlugin.root().resolve("docs/writing-a-signaling-provider.md"));
        Matcher quotes = QUOTE.matcher(guide);
        int seen = 0;
        for (; quotes.find(); seen++) {
            assertTrue("no longer in the sample:\n" + quotes.group(1), code.indexOf(quotes.group(1)) >= 0);
        }
        assertTrue("quotes seen: " + seen, seen > 5);
    }

    private static Map<String, String> versions(Document pom) {
        Map<String, String> versions = new TreeMap<>();
        for (String kind : List.of("plugin", "dependency")) {
            NodeList all = pom.getElementsByTagName(kind);
            for (int i = 0; i < all.getLength(); i++) {
                String version = text((Element) all.item(i), "version");
                if (!version.isEmpty()) {
                    versions.putIfAbsent(text((Element) all.item(i), "artifactId"), resolved(pom, version));
                }
            }
        }
        return versions;
    }

    private static String resolved(Document pom, String version) {
        return version.startsWith("${")
                ? text(pom.getDocumentElement(), version.substring(2, version.length() - 1))
                : version;
    }

    private static String text(Element of, String name) {
        NodeList found = of.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }
}
