// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.set;

/**
 * Where the jar of a bundle lies: in what was shipped, or in the home, to which it was deployed.
 *
 * @param shipped whether it lies in {@code system/} of the distribution
 * @param path within {@code system/}, with {@code /}; or the name of a file in the home's store of bundles
 */
public record JarPlace(boolean shipped, String path) {

    private static final String SHIPPED = "dist:";
    private static final String DEPLOYED = "home:";

    private static final String NAME = "(?!\\.{1,2}(/|$))[\\w.+-]+";

    /** Refuses a path that leads elsewhere. */
    public JarPlace {
        if (!path.matches(shipped ? NAME + "(/" + NAME + ")*" : NAME)) {
            throw new IllegalArgumentException("'" + path + "' is no place of a jar");
        }
    }

    String text() {
        return (shipped ? SHIPPED : DEPLOYED) + path;
    }

    static JarPlace of(String text) {
        if (text.startsWith(SHIPPED)) {
            return new JarPlace(true, text.substring(SHIPPED.length()));
        }
        if (text.startsWith(DEPLOYED)) {
            return new JarPlace(false, text.substring(DEPLOYED.length()));
        }
        throw new IllegalArgumentException("'" + text + "' is no place of a jar");
    }
}
