// SPDX-License-Identifier: Apache-2.0
package org.skerry.content.internal.manifest;

import java.util.List;

/**
 * A page of a tree.
 *
 * @param level 0 if it lists chunks, one more than the pages it lists otherwise
 * @param nodes what it lists, 1 to 4096
 */
public record TreePage(int level, List<Node> nodes) {

    /** {@return sum over what it lists} */
    public long count() {
        return nodes.stream().mapToLong(Node::count).sum();
    }

    /** {@return sum over what it lists} */
    public long bytes() {
        return nodes.stream().mapToLong(Node::bytes).sum();
    }
}
