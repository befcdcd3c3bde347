// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bundles of a node, in the order in which they are installed. As a file it is text, one thing in a line, and ends with the
 * SHA-256 of what is before; {@code docs/formats.md} has it.
 *
 * @param id its number; a later set of a home has a higher one
 * @param before the set that a rollback goes to
 * @param at when it was made
 * @param named the features that {@code etc/node.properties} named then
 * @param distribution the {@link Stamp} of the distribution that it was made on
 * @param bundles all of them
 */
public record BundleSet(
        long id, OptionalLong before, Instant at, List<String> named, String distribution, List<SetBundle> bundles) {

    private static final String FORMAT = "skerry-set 1";
    private static final String NONE = "-";

    /** Takes copies; refuses two bundles of one name, and two of one location, as the framework would take them for one. */
    public BundleSet {
        named = List.copyOf(named);
        bundles = List.copyOf(bundles);
        Set<String> names = new HashSet<>();
        Set<String> locations = new HashSet<>();
        for (SetBundle bundle : bundles) {
            if (!names.add(bundle.name())) {
                throw new IllegalArgumentException("two bundles are named " + bundle.name());
            }
            if (!locations.add(bundle.location())) {
                throw new IllegalArgumentException("two bundles are to be installed as " + bundle.location());
            }
        }
    }

    /** {@return the bundle of a name, if there is one} */
    public Optional<SetBundle> bundle(String name) {
        return bundles.stream().filter(it -> it.name().equals(name)).findFirst();
    }

    /** {@return the features that its bundles belong to, in the order in which they come} */
    public List<String> features() {
        return bundles.stream().map(SetBundle::feature).distinct().toList();
    }

    /** {@return the text of its file} */
    public String text() {
        StringBuilder out = new StringBuilder(FORMAT)
                .append("\nid ")
                .append(id)
                .append("\nbefore ")
                .append(before.isPresent() ? String.valueOf(before.getAsLong()) : NONE)
                .append("\nat ")
                .append(at)
                .append("\nnamed ")
                .append(named.isEmpty() ? NONE : String.join(" ", named))
                .append("\ndistribution ")
                .append(distribution)
                .append('\n');
        for (SetBundle bundle : bundles) {
            out.append("bundle ").append(bundle.line()).append('\n');
        }
        return out + "sha256 " + FileHash.ofText(out.toString()) + "\n";
    }

    /**
     * Reads such a text.
     *
     * @param text of a file
     * @return the set
     * @throws IllegalArgumentException if it is none, or not all of it
     */
    public static BundleSet of(String text) {
        int last = text.lastIndexOf("sha256 ");
        if (last < 0 || !text.substring(last).equals("sha256 " + FileHash.ofText(text.substring(0, last)) + "\n")) {
            throw new IllegalArgumentException("it is damaged, or not all of it is there");
        }
        Iterator<String> lines = text.substring(0, last).lines().iterator();
        if (!lines.hasNext() || !lines.next().equals(FORMAT)) {
            throw new IllegalArgumentException("it has a format that this version does not know");
        }
        long id = Long.parseLong(value(lines, "id"));
        String before = value(lines, "before");
        Instant at = Instant.parse(value(lines, "at"));
        String named = value(lines, "named");
        String distribution = value(lines, "distribution");
        List<SetBundle> bundles = new ArrayList<>();
        while (lines.hasNext()) {
            bundles.add(SetBundle.of(value(lines, "bundle")));
        }
        return new BundleSet(
                id,
                before.equals(NONE) ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(before)),
                at,
                named.equals(NONE) ? List.of() : List.of(named.split(" ", -1)),
                distribution,
                bundles);
    }

    private static String value(Iterator<String> lines, String key) {
        String line = lines.hasNext() ? lines.next() : "";
        if (!line.startsWith(key + " ")) {
            throw new IllegalArgumentException("'" + key + "' is missing, and '" + line + "' stands there");
        }
        return line.substring(key.length() + 1);
    }

    /** {@return whether both install the same bytes, in the same order, at the same levels} */
    public boolean sameAs(BundleSet other) {
        return content().equals(other.content());
    }

    private List<String> content() {
        return bundles.stream()
                .map(it -> it.name() + ' ' + it.sha256() + ' ' + it.startLevel() + ' ' + it.feature())
                .collect(Collectors.toList());
    }
}
