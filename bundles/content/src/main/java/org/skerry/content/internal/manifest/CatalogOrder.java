// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.util.ArrayDeque;

/**
 * Checks the entries of a whole catalog while they go by: strictly sorted, and each in a folder that came before. Holds
 * the folders above the last entry only.
 */
final class CatalogOrder {

    private final ArrayDeque<String> open = new ArrayDeque<>();
    private String last = "";

    void next(CatalogEntry entry) throws BadManifestException {
        String path = entry.path();
        if (!last.isEmpty() && PathRules.compare(last, path) >= 0) {
            throw new BadManifestException("the catalog is not sorted: " + CatalogLeaf.quoted(path) + " comes after "
                    + CatalogLeaf.quoted(last));
        }
        last = path;
        String parent = PathRules.parent(path);
        while (!open.isEmpty() && !open.peek().equals(parent)) {
            open.pop();
        }
        if (open.isEmpty() && !parent.isEmpty()) {
            throw new BadManifestException(
                    "the parent of " + CatalogLeaf.quoted(path) + " is no folder of the catalog");
        }
        if (entry instanceof CatalogEntry.Folder) {
            open.push(path);
        }
    }
}
