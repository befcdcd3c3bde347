// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.skerry.runtime.node.Distribution;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** How the configuration keys of all shipped bundles look, held against their metatype files. */
public class ConfigurationKeysIT {

    private static final Set<String> NUMBERS = Set.of("Integer", "Long", "Short", "Byte", "Double", "Float");

    @Test
    public void keysAreDottedAndNumbersBounded() throws Exception {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                    JarEntry entry = all.nextElement();
                    if (entry.getName().matches("OSGI-INF/metatype/.*\\.xml")) {
                        seen += check(jar.getFileName() + ": ", file.getInputStream(entry), wrong);
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue("keys seen: " + seen, seen > 40);
    }

    private static List<Path> jars() throws Exception {
        try (Stream<Path> all = Files.walk(Distribution.current().folder().resolve("system/org/skerry"))) {
            return all.filter(it -> it.toString().endsWith(".jar")).toList();
        }
    }

    private static int check(String where, InputStream in, List<String> wrong) throws Exception {
        NodeList keys = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(in)
                .getElementsByTagName("AD");
        for (int i = 0; i < keys.getLength(); i++) {
            Element key = (Element) keys.item(i);
            String id = key.getAttribute("id");
            if (!id.matches("[a-z0-9]+(\\.[a-z0-9]+)*")) {
                wrong.add(where + id + " is not dotted");
            }
            boolean bounded = key.hasAttribute("min") && key.hasAttribute("max");
            // Of the framework, which takes any.
            boolean ranking = id.equals("service.ranking");
            if (NUMBERS.contains(key.getAttribute("type")) && !bounded && !ranking) {
                wrong.add(where + id + " has no bounds");
            }
        }
        return keys.getLength();
    }
}
