// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.osgi.framework.Bundle;
import org.osgi.service.metatype.MetaTypeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the bounds of configuration keys from the metatype files: the service checks them, but does not tell them. */
final class Ranges {

    private static final Logger LOG = LoggerFactory.getLogger(Ranges.class);

    private Ranges() {}

    /** Smallest and largest value. */
    record Range(Optional<Double> min, Optional<Double> max) {
        static final Range UNBOUNDED = new Range(Optional.empty(), Optional.empty());
    }

    /** How the map of {@link #of} names an attribute of an object class. */
    static String key(String objectClass, String attribute) {
        return objectClass + "/" + attribute;
    }

    static Map<String, Range> of(Bundle bundle) {
        Map<String, Range> out = new HashMap<>();
        Enumeration<URL> files = bundle.findEntries(MetaTypeService.METATYPE_DOCUMENTS_LOCATION, "*.xml", false);
        for (URL file : files == null ? Collections.<URL>emptyList() : Collections.list(files)) {
            try (InputStream in = file.openStream()) {
                read(in, out);
            } catch (IOException | SAXException | ParserConfigurationException e) {
                LOG.debug("{} cannot be read", file, e);
            }
        }
        return out;
    }

    static void read(InputStream in, Map<String, Range> out)
            throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(in);
        NodeList attributes = document.getElementsByTagName("AD");
        for (int i = 0; i < attributes.getLength(); i++) {
            Element attribute = (Element) attributes.item(i);
            String owner = ((Element) attribute.getParentNode()).getAttribute("id");
            Range range = new Range(number(attribute.getAttribute("min")), number(attribute.getAttribute("max")));
            out.put(key(owner, attribute.getAttribute("id")), range);
        }
    }

    private static Optional<Double> number(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
